package dev.keysmith.local.gateway;

/** What an API of one machine is called where AWS has an account, a region and an API id. */
final class RestApi {

    static final String ACCOUNT = "000000000000";
    static final String REGION = "us-east-1";
    static final String API_ID = "local";

    private RestApi() {}

    /** The resource that an authorizer's policy must allow; the path begins with a slash. */
    static String methodArn(String stage, String method, String path) {
        return "arn:aws:execute-api:" + REGION + ":" + ACCOUNT + ":" + API_ID + "/" + stage + "/" + method + path;
    }
}
