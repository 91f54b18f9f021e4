package dev.keysmith.local.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A backend that answers with its event, or dies where the path asks for it. */
public final class BackendHandler implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] event = input.readAllBytes();
        if (new String(event, StandardCharsets.UTF_8).contains("\"path\":\"/v1/open/die\"")) {
            Runtime.getRuntime().halt(1);
        }
        output.write(("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\""
                        + Base64.getEncoder().encodeToString(event) + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    }
}
