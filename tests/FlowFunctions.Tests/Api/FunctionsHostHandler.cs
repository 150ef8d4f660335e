using System.Net;
using FlowFunctions.Tests.Api.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Api;

/// <summary>
/// Routes requests to the application as the Functions host does, which is not as ASP.NET Core does: functions are tried in the order of their names, and the
/// first whose template, constraints and method match is taken. Holds every answer to the API's document.
/// </summary>
internal sealed class FunctionsHostHandler(IServiceProvider services, object durableClient) : HttpMessageHandler
{
    /// <summary>Path and query as a server has them after decoding, for what no <see cref="Uri"/> can hold; over the message's own.</summary>
    public static readonly HttpRequestOptionsKey<(string Path, string Query)> Target = new("Target");

    private readonly IInlineConstraintResolver _constraints = services.GetRequiredService<IInlineConstraintResolver>();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var http = await ToContextAsync(request, scope.ServiceProvider, cancellationToken);
        var values = new RouteValueDictionary();
        var function = HostedFunction.All.FirstOrDefault(candidate =>
        {
            values.Clear();
            return candidate.Matches(http.Request, _constraints, values);
        });
        if (function is not null)
        {
            await InvokeAsync(function, http, values, cancellationToken);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        var response = await ToResponseAsync(http, cancellationToken);
        await DocumentedApi.Current.CheckAsync(request, response);
        return response;
    }

    private async Task InvokeAsync(HostedFunction function, HttpContext http, RouteValueDictionary values, CancellationToken cancellationToken)
    {
        var context = new HostedContext(function, http, cancellationToken);
        context.Features.Set<IFunctionExecutor>(new FunctionBody(function, http, values, durableClient));
        await services.GetRequiredService<FunctionExecutionDelegate>()(context);
        if (context.GetInvocationResult().Value is IResult result)
        {
            // As the worker's ASP.NET Core integration, which here does not know the invocation for one of HTTP.
            await result.ExecuteAsync(http);
        }
    }

    private static async Task<HttpContext> ToContextAsync(HttpRequestMessage message, IServiceProvider provider, CancellationToken cancellationToken)
    {
        var http = new DefaultHttpContext { RequestServices = provider, RequestAborted = cancellationToken };
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new MemoryStream()));
        http.Request.Method = message.Method.Method;
        http.Request.Path = PathString.FromUriComponent(message.RequestUri!);
        http.Request.QueryString = QueryString.FromUriComponent(message.RequestUri!);
        if (message.Options.TryGetValue(Target, out var target))
        {
            http.Request.Path = new PathString(target.Path);
            http.Request.QueryString = new QueryString(target.Query);
        }

        foreach (var (name, values) in message.Headers)
        {
            http.Request.Headers[name] = values.ToArray();
        }

        if (message.Content is { } content)
        {
            http.Request.Body = new MemoryStream(await content.ReadAsByteArrayAsync(cancellationToken));
            foreach (var (name, values) in content.Headers)
            {
                http.Request.Headers[name] = values.ToArray();
            }
        }

        return http;
    }

    private static async Task<HttpResponseMessage> ToResponseAsync(HttpContext http, CancellationToken cancellationToken)
    {
        await http.Response.CompleteAsync();
        var body = (MemoryStream)http.Response.Body;
        var response = new HttpResponseMessage((HttpStatusCode)http.Response.StatusCode) { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, values) in http.Response.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                response.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return response;
    }
}
