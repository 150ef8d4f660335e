using FlowFunctions.Embedded.Hosting.Http;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>ASP.NET Core for HTTP functions.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Lets HTTP functions take an HttpRequest and return IResult or IActionResult. Middleware added before it runs outside the
    /// writing of the response, middleware added after it inside.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        AspNetCoreIntegration.AddTo(builder);
        return builder;
    }
}
