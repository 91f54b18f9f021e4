package dev.keysmith.core.issuing;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.replay.Replays.Recollection;
import java.util.Optional;

/** What an earlier request means for a repeated one. */
public final class IssueResults {

    private IssueResults() {}

    /** The result of a request that was made before; empty where it was not. */
    public static Optional<IssueResult> earlier(Recollection recollection) {
        return switch (recollection) {
            case Recollection.None() -> Optional.empty();
            case Recollection.Answered answered -> Optional.of(new IssueResult.Replayed(answered.answer()));
            case Recollection.Mismatch() -> Optional.of(new IssueResult.Refused(ErrorCode.IDEMPOTENCY_MISMATCH));
        };
    }
}
