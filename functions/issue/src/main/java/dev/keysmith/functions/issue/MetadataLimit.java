package dev.keysmith.functions.issue;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Metadata of at most 4 KB: the bytes of all names and values in UTF-8. No name is empty. */
@Constraint(validatedBy = MetadataLimitValidator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@interface MetadataLimit {

    String message() default "must have no empty name, and at most 4096 bytes in all names and values";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
