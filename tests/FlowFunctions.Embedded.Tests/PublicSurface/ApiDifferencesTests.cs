using System.Reflection;
using FlowFunctions.Testing.PublishedApi;

namespace FlowFunctions.Embedded.Tests.PublicSurface;

/// <summary>The comparison that guards the public surface must itself see a difference when there is one.</summary>
public sealed class ApiDifferencesTests
{
    private const string Space = "Microsoft.Azure.Functions.Worker";

    private static readonly ApiType Listed = ApiListing.Published.Find($"{Space}.QueueTriggerAttribute")!;

    [Fact]
    public void Unlisted_the_listed_type_itself_has_no_difference() => Assert.Empty(Unlisted(Listed));

    [Fact]
    public void Unlisted_another_parameter_name_is_shown_beside_the_listed_member()
    {
        var renamed = Listed with { Members = ["public QueueTriggerAttribute(string queue)"] };

        var difference = Assert.Single(Unlisted(renamed));

        Assert.Contains("not listed: public QueueTriggerAttribute(string queue)", difference, StringComparison.Ordinal);
        Assert.Contains("listed: public QueueTriggerAttribute(string queueName)", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Unlisted_an_unknown_type_another_kind_and_another_base_are_each_reported()
    {
        var unknown = Listed with { Namespace = "Microsoft.Unknown" };
        var unsealed = new ApiType(Space, "class QueueTriggerAttribute", ["IDisposable"], []);

        Assert.Contains("the type is not listed", Assert.Single(Unlisted(unknown)), StringComparison.Ordinal);
        var difference = Assert.Single(Unlisted(unsealed));
        Assert.Contains("declared as 'class QueueTriggerAttribute'", difference, StringComparison.Ordinal);
        Assert.Contains("is a IDisposable", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_members_are_those_listed_and_not_there()
    {
        var smaller = Listed with { Members = [.. Listed.Members.Where(member => ApiType.MemberName(member) != "Connection")] };

        Assert.Contains("string Connection { get; set; }", Assert.Single(ApiDifferences.Missing([smaller], ApiListing.Published)), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_writes_members_in_the_notation_of_the_listings()
    {
        var own = ApiReflection.Describe(Assembly.GetExecutingAssembly()).Single(type => type.Name == "Notation<T>");

        Assert.Equal("abstract class Notation<T>", own.Declaration);
        Assert.Equivalent(
            new[]
            {
                "protected Notation(T first, int? second = default)",
                "public const int Limit = 100",
                "public string Name { get; init; }",
                "protected abstract IReadOnlyDictionary<string, T[]> Values { get; }",
                "public virtual Task<TResult> ReadAsync<TResult>(string name, bool whole = False, CancellationToken cancellation = default)",
                "public static void Swap(ref T first, params string[] others)",
            },
            own.Members,
            strict: true);
    }

    private static IReadOnlyList<string> Unlisted(ApiType type) => ApiDifferences.Unlisted([type], ApiListing.Published);
}
