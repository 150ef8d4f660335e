using FlowFunctions.Http;

namespace FlowFunctions.Definitions;

internal static class ConnectionErrors
{
    public static ApiException NotFound(string id) => ApiError.NotFound($"No connection has the id '{id}'.");

    public static ApiException NameTaken(string name) =>
        ApiError.Conflict($"Another connection is named '{name}'; names are compared without regard to case.");

    public static ApiException SecretLost() =>
        ApiError.Conflict("The stored credentials of the connection cannot be read, so that a part of them cannot be changed: give all of them.");
}
