using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class FlowProblemMessageTests
{
    private static readonly string A = Ids.Of(1);
    private static readonly string B = Ids.Of(2);
    private static readonly string C = Ids.Of(3);

    [Fact]
    public void Fewer_than_two_enabled_steps_are_refused_in_the_contract_s_words() =>
        AssertOnly($$"""{"name":"n","steps":[{"referrer":"{{A}}"}]}""", "steps", "Integration flow has to have at least two enabled steps.");

    [Theory]
    [InlineData("dependOn", "Unknown property 'dependOn'; did you mean 'dependsOn'?")]
    [InlineData("DEPENDSON", "Unknown property 'DEPENDSON'; did you mean 'dependsOn'?")]
    [InlineData("depends-on", "Unknown property 'depends-on'; did you mean 'dependsOn'?")]
    [InlineData("depnedsOn", "Unknown property 'depnedsOn'; did you mean 'dependsOn'?")]
    [InlineData("depend_on", "Unknown property 'depend_on'; did you mean 'depends_on'?")]
    [InlineData("is_skiped", "Unknown property 'is_skiped'; did you mean 'is_skipped'?")]
    [InlineData("exceptionBehaviour", "Unknown property 'exceptionBehaviour'; did you mean 'exceptionBehavior'?")]
    [InlineData("tpye", "Unknown property 'tpye'; did you mean 'type'?")]
    [InlineData("colour", "Unknown property 'colour'.")]
    [InlineData("name", "Unknown property 'name'.")]
    public void Unknown_property_names_the_nearest_known_one(string property, string message) =>
        Assert.Equal(message, Assert.Single(Problems($$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}","{{property}}":null}]}""")).Message);

    [Fact]
    public void Unknown_property_of_great_length_is_shortened()
    {
        var problem = Assert.Single(Problems($$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"}],"{{new string('x', 100_000)}}":0}"""));

        Assert.Equal($"Unknown property '{new string('x', 64)}…'.", problem.Message);
        Assert.Equal($"[\"{new string('x', 64)}…\"]", problem.Path);
    }

    [Fact]
    public void Unknown_property_with_characters_that_a_terminal_obeys_is_escaped() =>
        AssertOnly($$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"}],"\u001b[2J\u202e":0}""", "[\"\\u001b[2J\\u202e\"]", "Unknown property '\\u001b[2J\\u202e'.");

    [Fact]
    public void Both_spellings_are_named() =>
        AssertOnly($$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"}],"nux_visible":true,"nuxVisible":true}""", "nuxVisible", "Given both as 'nux_visible' and as 'nuxVisible'; give one of them.");

    [Fact]
    public void Repeated_property_is_named() =>
        AssertOnly($$"""{"name":"n","name":"m","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"}]}""", "name", "'name' is given more than once.");

    [Fact]
    public void Cycle_is_named_with_arrows_from_its_earliest_step() =>
        AssertOnly(
            $$"""{"name":"n","steps":[{"referrer":"{{C}}","dependsOn":["{{A}}"]},{"referrer":"{{A}}","dependsOn":["{{B}}"]},{"referrer":"{{B}}","dependsOn":["{{C}}"]}]}""",
            "steps[0].dependsOn[0]",
            $"The steps wait for each other in a cycle: {C} → {A} → {B} → {C}.");

    [Fact]
    public void Dependency_on_itself_is_told_from_a_cycle() =>
        AssertOnly($$"""{"name":"n","steps":[{"referrer":"{{A}}","dependsOn":["{{A}}"]},{"referrer":"{{B}}"}]}""", "steps[0].dependsOn[0]", "A step cannot depend on itself.");

    [Fact]
    public void Unknown_dependency_is_named() =>
        AssertOnly($$"""{"name":"n","steps":[{"referrer":"{{A}}","dependsOn":["{{C}}"]},{"referrer":"{{B}}"}]}""", "steps[0].dependsOn[0]", $"No step of this flow has the referrer '{C}'.");

    [Fact]
    public void Repeated_referrer_names_the_step_that_has_it() =>
        AssertOnly($$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"},{"referrer":"{{A}}"}]}""", "steps[2].referrer", $"An integration is at most once in a flow, but '{A}' is steps[0] already.");

    [Fact]
    public void Wrong_type_names_both_types() =>
        AssertOnly($$"""{"name":7,"steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"}]}""", "name", "Must be a string, but is a number.");

    [Fact]
    public void Wrong_word_names_the_right_ones() =>
        AssertOnly(
            $$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}","exceptionBehavior":[{"type":"failure","strategy":"halt"}]}]}""",
            "steps[1].exceptionBehavior[0].strategy",
            "Must be 'stop' or 'continue', but is 'halt'.");

    [Theory]
    [InlineData("'timeout':'PT25H'", "timeout", "Must be from PT1S to P1D, but is 'PT25H'.")]
    [InlineData("'retry':{'count':11}", "retry.count", "Must be from 1 to 10, but is 11.")]
    [InlineData("'retry':{'count':1,'coefficient':0.5}", "retry.coefficient", "Must be from 1 to 10.")]
    [InlineData("'retry':{'count':1,'backoff':'PT2M','maxBackoff':'PT1M'}", "retry.maxBackoff", "Must not be shorter than backoff, which is PT2M.")]
    [InlineData("'retry':{'count':1,'back_of':'PT2M'}", "retry.backOf", "Unknown property 'back_of'; did you mean 'backoff'?")]
    public void Limit_out_of_its_range_names_the_range(string field, string path, string message) =>
        AssertOnly($$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}",{{field.Replace('\'', '"')}}}]}""", "steps[1]." + path, message);

    [Theory]
    [InlineData("", "The document is empty; it must be a JSON object.")]
    [InlineData("{\n  \"name\": flow\n}", "The document is not valid JSON at line 2, position 12.")]
    [InlineData("{} {}", "Nothing may follow the document's object (line 1, position 4).")]
    [InlineData("{\n// a\n}", "Comments are not allowed (line 2, position 1).")]
    [InlineData("{\"name\":\"\\ud800\"}", "A \\u escape is half of a surrogate pair (line 1, position 9).")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "The document is nested more than 32 levels deep (line 1, position 33).")]
    public void Broken_document_says_what_breaks_it_and_where(string document, string message) => AssertOnly(document, "", message);

    [Fact]
    public void Invalid_utf8_says_where()
    {
        byte[] document = [.. "{\n\"name\":\"ä"u8, 0xC3, .. "\"}"u8];

        Assert.Equal([new Problem("", "The document is not valid UTF-8 at line 2, position 11.")], FlowInputReader.Read(document).Problems);
    }

    [Fact]
    public void Thirty_two_levels_are_read_and_refused_for_what_they_are()
    {
        var nested = new string('[', 31) + new string(']', 31);

        AssertOnly($$"""{"name":{{nested}},"steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"}]}""", "name", "Must be a string, but is an array.");
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "And 1 more problem.")]
    [InlineData(150, "And 50 more problems.")]
    public void Problems_after_the_hundredth_are_counted(int count, string? last)
    {
        var unknown = string.Concat(Enumerable.Range(0, count).Select(i => $",\"property{i}\":0"));
        var problems = Problems($$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"}]{{unknown}}}""");

        Assert.Equal(Math.Min(count, 101), problems.Count);
        Assert.Equal(last is null ? null : new Problem("", last), problems.Skip(100).SingleOrDefault());
    }

    private static IReadOnlyList<Problem> Problems(string document) => FlowInputReader.Read(Encoding.UTF8.GetBytes(document)).Problems;

    private static void AssertOnly(string document, string path, string message) => Assert.Equal([new Problem(path, message)], Problems(document));
}
