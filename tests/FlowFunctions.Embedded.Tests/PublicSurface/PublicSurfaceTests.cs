using System.Reflection;
using FlowFunctions.Testing.PublishedApi;

namespace FlowFunctions.Embedded.Tests.PublicSurface;

/// <summary>
/// The same function code is compiled against this runtime and against the Azure packages, so nothing may be public here, in their
/// namespaces, that they do not publish in the same form.
/// </summary>
public sealed class PublicSurfaceTests(ITestOutputHelper output)
{
    /// <summary>
    /// The client's exception for an id that is taken is declared in DurableTask.Core, which Microsoft.DurableTask.Abstractions brings with it
    /// (durabletask-dotnet, GrpcDurableTaskClient.ScheduleNewOrchestrationInstanceAsync).
    /// </summary>
    private const string AlreadyExists = "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException";

    private static readonly IReadOnlyList<ApiType> Surface = [.. ApiReflection.Describe(Assembly.Load("FlowFunctions.Embedded"))];

    private static IEnumerable<ApiType> Published => Surface.Where(type => IsPublished(type.Namespace));

    [Fact]
    public void Public_members_in_the_packages_namespaces_are_all_published_ones()
    {
        var missing = ApiDifferences.Missing(Published, ApiListing.Published);
        output.WriteLine($"Published, and left out here, of the types that are here:\n{string.Join('\n', missing)}");

        var unlisted = ApiDifferences.Unlisted(Published, ApiListing.Published);

        Assert.True(unlisted.Count == 0, $"{unlisted.Count} types differ from the published API:\n{string.Join('\n', unlisted)}");
    }

    [Fact]
    public void Other_public_types_are_in_the_runtimes_own_namespaces()
    {
        var strangers = Surface
            .Where(type => !IsPublished(type.Namespace) && !IsOwn(type.Namespace) && type.FullName != AlreadyExists)
            .Select(type => type.FullName);

        Assert.Empty(strangers);
    }

    [Fact]
    public void Listings_are_read_whole()
    {
        var context = ApiListing.Published.Find("Microsoft.Azure.Functions.Worker.FunctionContext");
        var status = ApiListing.Published.Find("Microsoft.DurableTask.Client.OrchestrationRuntimeStatus");

        Assert.True(ApiListing.Published.Types.Count > 150, $"{ApiListing.Published.Types.Count} types were read");
        Assert.Contains("public virtual CancellationToken CancellationToken { get; }", context!.Members);
        Assert.Contains("Suspended=7", status!.Members);
    }

    private static bool IsPublished(string space) => space.Split('.')[0] == "Microsoft";

    private static bool IsOwn(string space) => space == "FlowFunctions.Embedded" || space.StartsWith("FlowFunctions.Embedded.", StringComparison.Ordinal);
}
