using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Http;
using FlowFunctions.LocalHost.Tests.Functions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.LocalHost.Tests.Http;

public sealed class HttpRoutesTests
{
    private static readonly ParameterPolicyFactory Policies =
        new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider().GetRequiredService<ParameterPolicyFactory>();

    [Theory]
    [InlineData("", "2/0/things/{id:length(32)}", "2/0/things/{id:length(32)}")]
    [InlineData("api", "things", "api/things")]
    [InlineData("api", "/things", "api/things")]
    public void Route_begins_with_the_prefix(string prefix, string route, string template) =>
        Assert.Equal(template, Assert.Single(Read(prefix, SampleFunctions.Http("Get", route))).Template);

    [Fact]
    public void Function_without_a_route_is_found_under_its_name() =>
        Assert.Equal("api/Hello", Assert.Single(Read("api", SampleFunctions.Of("Hello", """{"name":"r","type":"httpTrigger"}"""))).Template);

    [Fact]
    public void Function_for_GET_answers_HEAD_and_one_without_methods_answers_all()
    {
        Assert.Equal(["GET", "HEAD"], Assert.Single(Read("", SampleFunctions.Http("Get", "a"))).Methods);
        Assert.Empty(Assert.Single(Read("", SampleFunctions.Http("Any", "a", ""))).Methods);
    }

    [Theory]
    [InlineData("things/{id}", "things/{name}")]
    [InlineData("Things", "things")]
    [InlineData("things/{id:int}", "things/{other:int}")]
    public void Two_functions_on_one_route_are_refused(string one, string other)
    {
        var fault = Assert.Throws<StartupException>(() => Read("", SampleFunctions.Http("One", one), SampleFunctions.Http("Other", other)));

        Assert.Equal($"The functions 'One' and 'Other' share the route '{one}' (GET,HEAD). Give one of them another route or method.", Assert.Single(fault.Faults));
    }

    [Theory]
    [InlineData("things/{id}", "things/{id:int}", "\"get\"")]
    [InlineData("things", "things", "\"post\"")]
    public void Routes_that_differ_in_constraint_or_method_stand_beside_each_other(string one, string other, string methods) =>
        Assert.Equal(2, Read("", SampleFunctions.Http("One", one), SampleFunctions.Http("Other", other, methods)).Count);

    [Theory]
    [InlineData("things/{id", "has no valid route: 'things/{id'")]
    [InlineData("things/{id:nonsense}", "an unknown or malformed constraint 'nonsense'")]
    public void Route_that_is_none_is_named(string route, string words)
    {
        var fault = Assert.Throws<StartupException>(() => Read("", SampleFunctions.Http("Get", route)));

        Assert.Contains("'Get'", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<HttpRoute> Read(string prefix, params HostedFunction[] functions) => HttpRoutes.Of(functions, prefix, Policies);
}
