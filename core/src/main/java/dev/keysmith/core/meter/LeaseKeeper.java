package dev.keysmith.core.meter;

import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.meter.LeasePlanner.Plan;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.time.Clocks;
import dev.keysmith.core.time.Moment;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Admits requests within their limits, which all instances share. An instance takes several units from a meter by one write and uses
 * them for a short time; what it did not use is given back by its next write. A request needs one write or none; one more where the
 * meter is not as this instance last saw it. Throws {@link UnavailableException} where the store is out of reach.
 */
@Singleton
public final class LeaseKeeper {

    private static final int ATTEMPTS = 4;
    private static final int MOST_ACCOUNTS = 10_000;
    private static final float LOAD_FACTOR = 0.75f;
    private static final int LEASE_ID_SHIFT = 16;

    private final Meters meters;
    private final MeteringSettings settings;
    private final Clocks clocks;
    private final SecureRandom random;
    private final LeaseObserver observer;
    private final Map<String, Account> accounts = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
            return size() > MOST_ACCOUNTS;
        }
    };

    public LeaseKeeper(Meters meters, Settings settings, Clocks clocks, SecureRandom random, LeaseObserver observer) {
        this.meters = meters;
        this.settings = MeteringSettings.of(settings);
        this.clocks = clocks;
        this.random = random;
        this.observer = observer;
    }

    /** Admits one request and charges it, or refuses it. */
    public synchronized Admission admit(Terms terms) {
        if (settings.mode() == MeteringSettings.Mode.OFF) {
            return new Admission.Admitted(Admission.Figures.NONE);
        }
        Account account = account(terms);
        Moment now = clocks.now();
        @Nullable Admission answer = account.answer(terms.limits(), now);
        return answer == null ? take(account, terms, now) : answer;
    }

    /** The refusal that an earlier one still stands for; nothing is charged and nothing written. */
    public synchronized Optional<Admission.Refused> findRefusal(Terms terms) {
        return settings.mode() == MeteringSettings.Mode.OFF
                ? Optional.empty()
                : account(terms).findRefusal(terms.limits(), clocks.now());
    }

    private Admission take(Account account, Terms terms, Moment start) {
        String leaseId = newLeaseId();
        Moment now = start;
        long wanted = account.wanted(now, settings.leaseLength(terms.limits().rate()));
        boolean isCertain = false;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            switch (plan(account, new LeasePlanner(terms, leaseId, now.wall()), isCertain, wanted)) {
                case Plan.Refuse refused -> {
                    return account.refused(refused, terms.limits(), now);
                }
                case Plan.Take(LeaseRequest request, Optional<RateLimit> rate) -> {
                    Duration length = settings.leaseLength(rate);
                    switch (meters.take(request)) {
                        case LeaseOutcome.Taken(MeterState state) -> {
                            observer.leased(request.units());
                            return account.taken(state, request, terms.limits(), now, length);
                        }
                        case LeaseOutcome.NotTaken(Optional<MeterState> state) -> {
                            // The SDK sends again what was not answered, and then finds its own work.
                            if (state.isPresent() && state.get().openLeases().containsKey(leaseId)) {
                                return account.taken(state.get(), request, terms.limits(), now, length);
                            }
                            account.see(state);
                            isCertain = true;
                        }
                    }
                }
            }
            now = clocks.now();
        }
        throw new UnavailableException("the meter changed under each attempt to charge it");
    }

    private static Plan plan(Account account, LeasePlanner planner, boolean isCertain, long wanted) {
        @Nullable MeterState seen = account.seen();
        return seen == null ? planner.forUnseen() : planner.forSeen(seen, isCertain, wanted, account.settled());
    }

    private Account account(Terms terms) {
        // Use of a previous secret shall show, so it does not live off a lease that the present one took.
        String name = terms.forPreviousSecret()
                ? terms.meter().value() + " previous"
                : terms.meter().value();
        @Nullable Account known = accounts.get(name);
        if (known == null) {
            known = new Account();
            accounts.put(name, known);
        }
        return known;
    }

    /** Drawn for each lease, so that no two instances of one snapshot have the same. */
    private String newLeaseId() {
        return Long.toString(random.nextLong() >>> LEASE_ID_SHIFT, Character.MAX_RADIX);
    }
}
