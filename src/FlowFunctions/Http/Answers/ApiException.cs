namespace FlowFunctions.Http;

/// <summary>
/// Refuses a request, wherever in its handling: its caller gets the answer, by <see cref="ApiErrorMiddleware"/>. It is no failure of
/// the function, and is not logged. <see cref="ApiError"/> makes them.
/// </summary>
internal sealed class ApiException(ApiResult answer) : Exception(answer.Message)
{
    public ApiResult Answer => answer;

    public ApiException With(string name, object? value)
    {
        answer.With(name, value);
        return this;
    }

    public ApiException WithHeader(string name, string value)
    {
        answer.WithHeader(name, value);
        return this;
    }
}
