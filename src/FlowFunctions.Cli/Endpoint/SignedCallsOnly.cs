using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Cli.Endpoint;

/// <summary>Lets only calls through that the service signed; reads the body first, since the signature covers it.</summary>
internal sealed class SignedCallsOnly(CallSignature signature)
{
    private const int MaximumBodySize = 64 * 1024;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering(MaximumBodySize, MaximumBodySize);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Request.Body.Position = 0;

        if (signature.IsValid(context.Request.Headers[CallSignature.Header], body.GetBuffer().AsSpan(0, (int)body.Length)))
            await next(context);
        else
            await StepRoutes.Answer(StatusCodes.Status401Unauthorized, "The call is not signed with the secret that both sides know.").ExecuteAsync(context);
    }
}
