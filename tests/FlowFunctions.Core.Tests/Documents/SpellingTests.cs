using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Tests.Documents;

public class SpellingTests
{
    [Theory]
    [InlineData("name", "name")]
    [InlineData("id", "id")]
    [InlineData("aB", "a_b")]
    [InlineData("dependsOn", "depends_on")]
    [InlineData("exceptionBehavior", "exception_behavior")]
    [InlineData("stepsToRun", "steps_to_run")]
    public void Spellings_of_a_field_are_each_other_s(string camel, string snake)
    {
        Assert.Equal(snake, Spelling.ToSnakeCase(camel));
        Assert.Equal(camel, Spelling.ToCamelCase(snake));
        Assert.Equal(camel, Spelling.ToCamelCase(camel));
    }

    [Theory]
    [InlineData("_id", "_id")]
    [InlineData("a__b", "a_B")]
    [InlineData("a_", "a_")]
    [InlineData("a_1", "a_1")]
    public void ToCamelCase_of_a_name_in_neither_spelling_keeps_it_apart_from_others(string name, string camel) => Assert.Equal(camel, Spelling.ToCamelCase(name));
}
