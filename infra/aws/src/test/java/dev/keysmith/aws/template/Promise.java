package dev.keysmith.aws.template;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the template promises. */
enum Promise {
    TABLES_REMOVE_WHAT_EXPIRED(TablePromises::removeWhatExpired),
    TABLES_HAVE_THEIR_STREAM(TablePromises::haveTheirStream),
    TABLES_CAN_BE_RESTORED(TablePromises::canBeRestored),
    TABLES_ARE_NOT_DELETED(TablePromises::areNotDeleted),
    TABLES_ARE_ENCRYPTED_AND_ON_DEMAND(TablePromises::areEncryptedAndOnDemand),
    FUNCTIONS_MAY_DO_WHAT_THE_BLUEPRINT_SAYS(PolicyPromises::functionsMayDoWhatTheBlueprintSays),
    NO_POLICY_HAS_A_WILDCARD_WITHOUT_REASON(PolicyPromises::noWildcards),
    NOTHING_BUT_ITS_SERVICE_INVOKES_A_FUNCTION(InvocationPromises::onlyByTheirServices),
    NOBODY_MAY_INVOKE_FUNCTIONS_BY_A_POLICY(InvocationPromises::nobodyByPolicy),
    FUNCTIONS_RUN_ON_JAVA_25(FunctionPromises::runOnJava25),
    FUNCTIONS_START_FROM_A_SNAPSHOT(FunctionPromises::startFromASnapshot),
    FUNCTIONS_KEEP_A_LOG_FOR_A_TIME(FunctionPromises::keepALogForATime),
    DECISIONS_NEED_NO_NETWORK_OF_OURS(FunctionPromises::decisionsNeedNoNetwork),
    AUTHORIZER_RESULTS_ARE_NOT_CACHED(ApiPromises::resultsAreNotCached),
    GUARDED_METHODS_ARE_GUARDED(ApiPromises::guardedMethodsAreGuarded),
    REFUSALS_ARE_THE_BLUEPRINTS(ApiPromises::refusalsAreTheBlueprints),
    KEY_CHECK_IS_THE_AUTHORIZERS(ApiPromises::usageKeyIsThePlans),
    WHAT_EVERYBODY_MAY_CALL_IS_THROTTLED(ApiPromises::unguardedIsThrottled),
    LOGS_HOLD_NO_CREDENTIALS(ApiPromises::logsHoldNoCredentials),
    STREAMS_ARE_READ_WITHOUT_END(LedgerPromises::readWithoutEnd),
    USE_ALONE_IS_READ_OF_THE_STATE(LedgerPromises::useAloneOfTheState),
    LEDGER_FILES_ARE_PRIVATE(LedgerPromises::filesArePrivate),
    DATABASE_IS_PRIVATE_AND_ENCRYPTED(LedgerPromises::databaseIsPrivate),
    DATABASE_SLEEPS(LedgerPromises::databaseSleeps),
    NETWORK_HAS_NO_WAY_OUT(LedgerPromises::noWayOut),
    ENDPOINTS_LEAD_TO_THE_LEDGERS_OWN(PolicyPromises::endpointsLeadToTheLedgersOwn),
    SECRETS_HAVE_NO_VALUE_IN_THE_TEMPLATE(SecretPromises::noValue),
    SECRETS_ARE_KEPT(SecretPromises::areKept),
    SECRETS_ARE_ROTATED_LATER(SecretPromises::areRotatedLater);

    private final Function<Template, Stream<String>> breaches;

    Promise(Function<Template, Stream<String>> breaches) {
        this.breaches = breaches;
    }

    /** What breaks it, in words; empty where it is kept. */
    List<String> breaches(Template template) {
        return breaches.apply(template).toList();
    }
}
