package dev.keysmith.core.issuing;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.replay.Replays;
import dev.keysmith.core.replay.Replays.Recollection;
import java.util.Optional;

/** What an earlier request means for a repeated one. */
public final class IssueResults {

    private IssueResults() {}

    /** The result of a request that was made before: one read. Empty where it was not, and for one that cannot be repeated. */
    public static Optional<IssueResult> earlier(Optional<Repeatable<IssuedKey>> repeatable, Replays replays) {
        return repeatable.flatMap(again -> switch (replays.recall(again.request())) {
            case Recollection.None() -> Optional.empty();
            case Recollection.Answered answered -> Optional.of(new IssueResult.Replayed(answered.answer()));
            case Recollection.Mismatch() -> Optional.of(new IssueResult.Refused(ErrorCode.IDEMPOTENCY_MISMATCH));
        });
    }
}
