using System.Net;
using FlowFunctions.Http;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Security;

/// <summary>Every HTTP function, found by reflection and called through the host's routing, with every kind of credential.</summary>
[Needs(Need.Azurite)]
public class EndpointWalkTests(AzuriteFixture azurite)
{
    private static readonly (string? Key, Role? Role)[] Credentials =
    [
        (null, null),
        ("not-a-key", null),
        (ApiApplication.ViewerKey, Role.Viewer),
        (ApiApplication.OperatorKey, Role.Operator),
        (ApiApplication.EditorKey, Role.Editor),
    ];

    [Fact]
    public void Every_function_says_who_may_call_it()
    {
        Assert.Equal(
            HostedFunction.All.Select(function => function.Name).Order(StringComparer.Ordinal),
            HttpFunctions.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(HttpFunctions.All.Values, function => Assert.True(function.IsOpen == function.Role is null, function.Name));
    }

    [Fact]
    public async Task Every_function_lets_in_whom_the_table_says_and_nobody_else()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var constraints = application.Services.GetRequiredService<IInlineConstraintResolver>();
        var wrong = new List<string>();
        foreach (var function in HostedFunction.All)
        {
            var path = "/" + RouteSamples.PathOf(function, constraints);
            var needed = HttpFunctions.All[function.Name].Role;
            foreach (var (key, role) in Credentials)
            {
                using var client = application.ClientWith(key);
                using var request = new HttpRequestMessage(new(function.SampleMethod), path);
                using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
                if (!IsExpected(response.StatusCode, needed, role))
                {
                    wrong.Add($"{function.Name} ({function.SampleMethod} {path}), which asks for {needed?.ToString() ?? "nobody"}, answered {role?.ToString() ?? key ?? "no key"} with {(int)response.StatusCode}.");
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static bool IsExpected(HttpStatusCode answer, Role? needed, Role? own) =>
        needed is null ? answer is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError)
        : own is null ? answer == HttpStatusCode.Unauthorized
        : own < needed ? answer == HttpStatusCode.Forbidden
        : answer is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError);
}
