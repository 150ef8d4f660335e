using FlowFunctions.Cli.Definitions;

namespace FlowFunctions.Cli.Tests.Definitions;

public sealed class DefinitionFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_of_YAML_and_JSON_and_folders_have_one_or_many_documents()
    {
        Write("a.yaml", "kind: integration\nname: One\nprocessId: 118000000003\n---\nkind: integration\nname: ' Two '\n");
        Write("below/b.json", """[{"kind":"connection","name":"Files","type":"AzureBlob"},{"kind":"flow","name":"Nightly","steps":[{"referrer":"One"},{"referrer":"Two","isSkipped":null}]}]""");
        Write("below/flows.schema.json", "{}");
        Write("below/notes.txt", "not a definition");

        var definitions = await ReadAsync("a.yaml", "below");

        Assert.Equal(["One", "Two", "Files", "Nightly"], definitions.Select(definition => definition.Name));
        Assert.Equal(["a.yaml:1", "a.yaml:5", $"{Path.Combine("below", "b.json")}:1", $"{Path.Combine("below", "b.json")}:1"], definitions.Select(definition => definition.Source));
    }

    [Theory]
    [InlineData("kind: integration\nname: A\nproccesId: 1\n", "f.yaml:1: proccesId: Unknown; did you mean 'processId'?")]
    [InlineData("kind: flow\nname: A\nsteps: [{referrer: B}]\n", "f.yaml:1: steps: Must have at least 2 items, but has 1.")]
    [InlineData("kind: flow\nname: A\nsteps: [{referrer: B}, {referrer: C, dependsOn: B}]\n", "f.yaml:1: steps[1].dependsOn: Must be a list, but is a text.")]
    [InlineData("kind: connections\nname: A\n", "f.yaml:1: kind: Must be one of flow, integration, connection; did you mean 'connection'?")]
    [InlineData("name: A\n", "f.yaml:1: kind: Must be one of flow, integration, connection.")]
    [InlineData("kind: integration\n", "f.yaml:1: 'name' is missing.")]
    [InlineData("kind: integration\nname: ''\n", "f.yaml:1: name: Must not be empty.")]
    [InlineData("kind: connection\nname: A\ntype: AzureBlub\n", "f.yaml:1: type: Must be one of AzureBlob, AmazonS3, GoogleBigQuery; did you mean 'AzureBlob'?")]
    [InlineData("kind: connection\nname: A\ntype: AzureBlob\nsasToken: sv=1\n", "f.yaml:1: sasToken: Unknown; there are kind, name, type, workspaceId, storageAccountName, containerName, authMethod, bucketName, dataset, secrets.")]
    [InlineData("kind: integration\nname: A\nschedule: {name: A, type: daily, timezone: UTC, time: 2200, startDate: '2026-12-01'}\n", "f.yaml:1: schedule.time: Must be a text, but is a whole number.")]
    [InlineData("kind: flow\nname: A\ntimeout: 2h\nsteps: [{referrer: B}, {referrer: C}]\n", "f.yaml:1: timeout: Must be ISO 8601, such as PT30M, but is '2h'.")]
    [InlineData("kind: integration\n---\n- just a text\n", "2 problems:\n  f.yaml:1: 'name' is missing.\n  f.yaml:3: A definition is an object with kind and name.\nNothing was done.")]
    [InlineData("kind: integration\nname: A\n---\nkind: integration\nname: a\n", "f.yaml:4: name: the integration 'A' is defined already in f.yaml:1.")]
    public async Task Problems_are_told_with_file_line_and_path(string text, string problem)
    {
        Write("f.yaml", text);

        var failure = await Assert.ThrowsAsync<FlowsException>(() => ReadAsync("f.yaml"));

        Assert.Equal((ExitCode.Misuse, problem), (failure.ExitCode, failure.Text));
    }

    [Fact]
    public async Task What_is_no_YAML_is_told_with_its_line()
    {
        Write("f.yaml", "kind: flow\nname: [\n");

        Assert.StartsWith("f.yaml:", (await Assert.ThrowsAsync<FlowsException>(() => ReadAsync("f.yaml"))).Text);
    }

    [Fact]
    public async Task File_that_is_not_there_is_misuse() => Assert.Equal(ExitCode.Misuse, (await Assert.ThrowsAsync<FlowsException>(() => ReadAsync("none.yaml"))).ExitCode);

    [Fact]
    public async Task Aliases_that_make_a_small_file_huge_are_refused()
    {
        var lines = Enumerable.Range(1, 9).Select(level => $"l{level}: &l{level} [{string.Join(",", Enumerable.Repeat($"*l{level - 1}", 9))}]");
        Write("f.yaml", $"l0: &l0 [x,x,x,x,x,x,x,x,x]\n{string.Join('\n', lines)}\n");

        Assert.Contains("more than 500000 values", (await Assert.ThrowsAsync<FlowsException>(() => ReadAsync("f.yaml"))).Text);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private Task<IReadOnlyList<Definition>> ReadAsync(params string[] paths) => DefinitionFiles.ReadAsync(paths, ToolRun.Nowhere(_folder), default);
}
