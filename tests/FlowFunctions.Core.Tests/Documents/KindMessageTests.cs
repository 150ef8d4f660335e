using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Documents;

public class KindMessageTests
{
    [Theory]
    [InlineData("name", "a string", "{}", "an object")]
    [InlineData("name", "a string", "[]", "an array")]
    [InlineData("name", "a string", "1", "a number")]
    [InlineData("name", "a string", "true", "true")]
    [InlineData("name", "a string", "false", "false")]
    [InlineData("name", "a string", "null", "null")]
    [InlineData("nuxVisible", "true or false", "'x'", "a string")]
    [InlineData("jobs", "an array", "1", "a number")]
    [InlineData("endpoint", "an object", "1", "a number")]
    [InlineData("processId", "a whole number", "true", "true")]
    public void Value_of_another_kind_is_told_with_both_kinds(string name, string expected, string value, string given)
    {
        var document = Encoding.UTF8.GetBytes($"{{'{name}':{value}}}".Replace('\'', '"'));

        Assert.Contains(new Problem(name, $"Must be {expected}, but is {given}."), IntegrationInputReader.Read(document).Problems);
    }

    [Fact]
    public void Names_of_the_author_s_own_are_those_of_an_object() => Assert.Contains(
        new Problem("endpoint.headers", "Must be an object, but is a number."),
        IntegrationInputReader.Read("""{"endpoint":{"headers":1}}"""u8.ToArray()).Problems);

    [Fact]
    public void Number_of_another_kind_is_told_with_both_kinds() => Assert.Contains(
        new Problem("steps[0].retry.coefficient", "Must be a number, but is a string."),
        FlowInputReader.Read("""{"steps":[{"retry":{"coefficient":"2"}}]}"""u8.ToArray()).Problems);

    [Fact]
    public void Word_that_alone_is_allowed_is_told() => Assert.Contains(
        new Problem("version", "Must be '2.0', but is '1.0'."),
        IntegrationInputReader.Read("""{"version":"1.0"}"""u8.ToArray()).Problems);

    [Fact]
    public void Document_that_is_not_valid_has_a_problem() => Assert.Throws<ArgumentException>(() => Parsed<string>.Invalid([]));

    [Fact]
    public void Words_that_are_allowed_are_listed() => Assert.Contains(
        new Problem("endpoint.method", "Must be 'POST', 'PUT' or 'PATCH', but is 'GET'."),
        IntegrationInputReader.Read("""{"endpoint":{"method":"GET"}}"""u8.ToArray()).Problems);
}
