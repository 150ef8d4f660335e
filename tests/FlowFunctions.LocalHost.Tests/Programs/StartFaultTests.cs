using System.Globalization;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>What an operator sees of a start that fails: lines, and exit code 1.</summary>
[Needs(Need.App)]
public sealed class StartFaultTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_fault_is_one_line_and_nothing_is_started()
    {
        var endpoints = NewEndpoints();
        await using var host = LocalHostProcess.Start(_folder.Path, endpoints.ConnectionString, ["--Flows:MaxParallelSteps=abc"]);

        Assert.Equal(1, await host.ExitAsync());

        Assert.Equal(["The application cannot start: Flows:MaxParallelSteps (set on the command line) is 'abc'; set it between 1 and 100."], host.Errors);
        Assert.Empty(host.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.True((await AzuriteProbe.LookAsync(endpoints, TestContext.Current.CancellationToken)).IsAbsent);
    }

    [Fact]
    public async Task Several_faults_are_a_line_each_with_the_variable_that_sets_it()
    {
        await using var host = LocalHostProcess.Start(_folder.Path, "garbage", [], new("Flows__InlineWait", "20s"), new("ASPNETCORE_URLS", "x"));

        Assert.Equal(1, await host.ExitAsync());

        Assert.Equal(
            [
                "The application cannot start, for 2 reasons:",
                "  - The connection string in AzureWebJobsStorage (set by the environment variable AzureWebJobsStorage) cannot be read. Copy it again from the storage account's access keys.",
                "  - Flows:InlineWait (set by the environment variable Flows__InlineWait) is '20s'; set it between 00:00:00 and 00:04:00.",
            ],
            host.Errors);
        Assert.Empty(host.Output);
    }

    [Fact]
    public async Task Home_that_cannot_be_written_is_one_line()
    {
        var file = _folder.Write("home", "");
        await using var host = LocalHostProcess.Start(_folder.Path, NewEndpoints().ConnectionString, [], new KeyValuePair<string, string>("XDG_DATA_HOME", file));

        Assert.Equal(1, await host.ExitAsync());

        Assert.Equal(
            [
                $"The application cannot start: The folder {file}/flow-functions/azurite, where the storage emulator is installed once for each user, cannot be written: {file} is a file. " +
                "Set HOME or XDG_DATA_HOME to a folder that you may write to, or AzureWebJobsStorage to the connection string of a storage account.",
            ],
            host.Errors);
    }

    [Fact]
    public async Task Folder_for_the_emulator_s_data_that_cannot_be_made_is_one_line()
    {
        var file = _folder.Write(".azurite", "");
        await using var host = LocalHostProcess.Start(_folder.Path, NewEndpoints().ConnectionString, []);

        Assert.Equal(1, await host.ExitAsync());

        Assert.StartsWith($"The application cannot start: Azurite's data cannot be kept in {file}: ", Assert.Single(host.Errors), StringComparison.Ordinal);
        Assert.EndsWith("Start the host in a folder that you may write to, or set AzureWebJobsStorage to the connection string of a storage account.", host.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_account_key_is_named_as_refused_and_the_emulator_does_not_stay()
    {
        var endpoints = NewEndpoints();
        var key = Convert.ToBase64String(new byte[64]);
        var storage = string.Join(';', endpoints.ConnectionString.Split(';').Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? $"AccountKey={key}" : part));
        await using var host = LocalHostProcess.Start(_folder.Path, storage, []);

        Assert.Equal(1, await host.ExitAsync());

        Assert.Equal(
            [
                $"The application cannot start: AzureWebJobsStorage (set by the environment variable AzureWebJobsStorage): 127.0.0.1:{endpoints.TablePort} refuses the credentials (403). " +
                "A storage emulator's account has one published key: set AzureWebJobsStorage to UseDevelopmentStorage=true, or copy the connection string again from the emulator's documentation.",
            ],
            host.Errors);
        await Wait.Until(async () => (await AzuriteProbe.LookAsync(endpoints, TestContext.Current.CancellationToken)).IsAbsent);
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_one_line()
    {
        // Nobody listens there, and it is no emulator that could be started: its account is another one.
        var endpoints = NewEndpoints();
        await using var host = LocalHostProcess.Start(_folder.Path, endpoints.ConnectionStringOf("account"), []);

        Assert.Equal(1, await host.ExitAsync());

        Assert.StartsWith(
            $"The application cannot start: AzureWebJobsStorage (set by the environment variable AzureWebJobsStorage): 127.0.0.1:{endpoints.TablePort} does not answer (",
            Assert.Single(host.Errors),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_that_throws_at_its_start_is_one_line_without_its_stack()
    {
        var application = PublishedFolder.In(_folder);
        SampleWorker.Throws(application, "The database is gone.");
        await using var host = LocalHostProcess.Start(_folder.Path, azurite.NewAccount(), ["--app", application]);

        Assert.Equal(1, await host.ExitAsync());

        Assert.Equal(
            [
                $"The application cannot start: The application in '{application}' ended while it started (exit code 134: System.InvalidOperationException: The database is gone). " +
                "Mend that; for the whole of what it said, start with --Logging:LogLevel:Default=Debug.",
            ],
            host.Errors);
        Assert.Empty(host.Output);
    }

    [Fact]
    public async Task Worker_s_stack_is_shown_where_it_is_asked_for()
    {
        var application = PublishedFolder.In(_folder);
        SampleWorker.Throws(application, "The database is gone.");
        await using var host = LocalHostProcess.Start(_folder.Path, azurite.NewAccount(), ["--app", application, "--Logging:LogLevel:Default=Debug"]);

        Assert.Equal(1, await host.ExitAsync());

        Assert.Contains(host.Output, line => line.Contains("at Program.Main()", StringComparison.Ordinal));
        Assert.Single(host.Errors);
    }

    [Fact]
    public async Task Worker_that_does_not_connect_is_one_line_and_is_ended()
    {
        var application = PublishedFolder.In(_folder);
        SampleWorker.Idles(application);
        await using var host = LocalHostProcess.Start(_folder.Path, azurite.NewAccount(), ["--app", application, "--Host:WorkerStartsWithin=00:00:02"]);

        Assert.Equal(1, await host.ExitAsync());

        Assert.Equal(
            [
                $"The application cannot start: The application in '{application}' did not get ready within 2 s. Look whether its Program.cs runs the host that it builds; " +
                "on a slow machine, give it more time with Host:WorkerStartsWithin.",
            ],
            host.Errors);
        await Wait.Until(() => !Workers(application).Any(), describe: () => string.Join('\n', Workers(application)));
    }

    /// <summary>A terminal sends it to the whole group of processes; it is the host that ends the worker, when its functions have ended.</summary>
    [Fact]
    public async Task Worker_does_not_hear_the_interrupt_of_the_terminal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var application = PublishedFolder.In(_folder);
        SampleWorker.Idles(application);
        await using var host = LocalHostProcess.Start(_folder.Path, azurite.NewAccount(), ["--app", application, "--Host:WorkerStartsWithin=00:00:04"]);
        await Wait.Until(() => Workers(application).Any());

        await Signal.SendAsync("INT", Workers(application).Single());

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains("did not get ready within 4 s", Assert.Single(host.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_that_nobody_has_foreseen_is_one_line_with_its_kind_and_how_to_see_more()
    {
        await using var host = LocalHostProcess.Start(_folder.Path, azurite.NewAccount(), [$"--urls=http://unix:{_folder.Path}/missing/socket"]);

        Assert.Equal(1, await host.ExitAsync());

        var line = Assert.Single(host.Errors);
        Assert.StartsWith("The application cannot start: ", line, StringComparison.Ordinal);
        Assert.EndsWith("Exception; for the stack trace start with --Logging:LogLevel:Default=Debug)", line, StringComparison.Ordinal);
    }

    private static AzuriteEndpoints NewEndpoints() => FreePorts.Take(3) is [var blob, var queue, var table] ? new(blob, queue, table) : throw new InvalidOperationException();

    /// <summary>The processes that run an app's program.</summary>
    private static IEnumerable<int> Workers(string application) =>
        from process in Directory.GetDirectories("/proc")
        where int.TryParse(Path.GetFileName(process), out _)
        let command = CommandOf(process)
        where Path.GetFileName(command.Split(' ')[0]) == "dotnet" && command.Split(' ').ElementAtOrDefault(1) == Path.Combine(application, "Sample.dll")
        select int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture);

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
