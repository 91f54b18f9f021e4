package dev.keysmith.functions.ledger.objects;

import dev.keysmith.core.settings.Settings;
import dev.keysmith.functions.ledger.objects.folder.FolderObjects;
import dev.keysmith.functions.ledger.objects.s3.Buckets;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The store that the settings name. */
@Factory
final class LedgerStore {

    @Singleton
    ObjectStore objects(Settings settings, BeanProvider<Buckets> buckets) {
        return switch (StoreLocation.read(settings)) {
            case StoreLocation.Folder folder -> new FolderObjects(folder.path());
            // S3's client is made only where it is used.
            case StoreLocation.Bucket bucket -> buckets.get().open(bucket.name(), bucket.prefix());
        };
    }
}
