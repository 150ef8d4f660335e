namespace FlowFunctions.Http;

/// <summary>Ends a request with an error answer from where no result can be returned: reading its body, its query or its headers.</summary>
internal sealed class ApiException(ApiResult result) : Exception(result.Message)
{
    public ApiResult Result => result;
}
