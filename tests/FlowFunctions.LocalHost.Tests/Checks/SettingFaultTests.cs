using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.LocalHost.Tests.Checks;

public sealed class SettingFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--Flows:MaxParallelSteps=abc", "Flows:MaxParallelSteps (set on the command line) is 'abc'; set it between 1 and 100.")]
    [InlineData("--Flows:MaxParallelSteps=0", "Flows:MaxParallelSteps (set on the command line) is 0; set it between 1 and 100.")]
    [InlineData("--Flows:InlineWait=20s", "Flows:InlineWait (set on the command line) is '20s'; set it between 00:00:00 and 00:04:00.")]
    [InlineData("--Runs:Retention=soon", "Runs:Retention (set on the command line) is 'soon'; set it between 7 and 3650 days, written as 90.00:00:00.")]
    [InlineData("--Security:RateLimit:Tokens=x", "Security:RateLimit:Tokens (set on the command line) is 'x'; set it between 1 and 1000000.")]
    [InlineData("--Targets:Anaplan:RequestsPerMinute=many", "Targets:Anaplan:RequestsPerMinute (set on the command line) is 'many'; set it between 1 and 6000.")]
    [InlineData("--Targets:AllowPrivateNetworks=maybe", "Targets:AllowPrivateNetworks (set on the command line) is 'maybe'; set it to true or false.")]
    [InlineData("--Telemetry:PropagateToEndpoints=1", "Telemetry:PropagateToEndpoints (set on the command line) is '1'; set it to true or false.")]
    [InlineData("--Host:WorkerStartsWithin=long", "Host:WorkerStartsWithin (set on the command line) is 'long'; set it between 00:00:01 and 00:10:00.")]
    [InlineData("--Flows:TaskHub=a/b", "Flows:TaskHub (set on the command line) is 'a/b'; give the task hub a name of 3 to 45 letters and digits, the first a letter.")]
    [InlineData("--Flows:TaskHub=ab", "Flows:TaskHub (set on the command line) is 'ab'; give the task hub a name of 3 to 45 letters and digits, the first a letter.")]
    [InlineData("--Flows:TaskHub=1ab", "Flows:TaskHub (set on the command line) is '1ab'; give the task hub a name of 3 to 45 letters and digits, the first a letter.")]
    [InlineData("--Logging:LogLevel:Default=Nonsense", "Logging:LogLevel:Default (set on the command line) is 'Nonsense', which is no level of the log; set it to Trace, Debug, Information, Warning, Error, Critical or None.")]
    [InlineData("--Logging:Console:LogLevel:Azure=Debog", "Logging:Console:LogLevel:Azure (set on the command line) is 'Debog', which is no level of the log (did you mean Debug?); set it to Trace, Debug, Information, Warning, Error, Critical or None.")]
    [InlineData("--AzureWebJobsStorage=garbage", "The connection string in AzureWebJobsStorage (set on the command line) cannot be read. Copy it again from the storage account's access keys.")]
    [InlineData("--urls=nonsense", "urls (set on the command line): 'nonsense' is no address; choose another address with --urls, such as --urls http://localhost:7072.")]
    [InlineData("--urls=http://127.0.0.1:99999", "urls (set on the command line): 'http://127.0.0.1:99999' has the port 99999; ports are 0, for any free one, to 65535.")]
    [InlineData("--urls=http://10.9.9.9:7071", "urls (set on the command line): this machine does not have the address 10.9.9.9 of 'http://10.9.9.9:7071'. Take one that it has, or http://*:7071 for all of them.")]
    [InlineData("--urls=http://127.0.0.1:0/flows", "urls (set on the command line): 'http://127.0.0.1:0/flows' has a path, '/flows', which an address to listen on cannot have; leave it out. The routes' own prefix is extensions.http.routePrefix of host.json.")]
    [InlineData("--urls=https://127.0.0.1:0", "urls (set on the command line): 'https://127.0.0.1:0' does not begin with http://, which is all that the local host serves; put a proxy in front of it for more, or choose another address with --urls, such as --urls http://localhost:7072.")]
    public async Task Fault_says_what_is_wrong_where_it_is_set_and_the_cure(string argument, string fault) =>
        Assert.Equal([fault], await Start.FaultsAsync(_folder.Path, null, argument));

    [Theory]
    [InlineData("--AzureWebJobsStorage=UseDevelopmentStorage=true ")]
    [InlineData("--AzureWebJobsStorage= UseDevelopmentStorage = true ;")]
    [InlineData("--urls=http://localhost:0")]
    [InlineData("--urls=http://*:0")]
    [InlineData("--Logging:LogLevel:Default=debug")]
    [InlineData("--Flows:MaxParallelSteps=100")]
    [InlineData("--Targets:AllowPrivateNetworks=")]
    public async Task Setting_that_is_meant_so_is_no_fault(string argument) => Assert.Empty(await Start.FaultsAsync(_folder.Path, null, argument));

    [Fact]
    public async Task Faults_are_told_all_together()
    {
        var faults = await Start.FaultsAsync(_folder.Path, null, "--Flows:MaxParallelSteps=abc", "--Flows:TaskHub=a/b", "--urls=nonsense", "--Schedules:CatchUpWindow=00:00:01", "--Logging:LogLevel:A=b");

        Assert.Equal(5, faults.Count);
    }

    [Fact]
    public async Task Incomplete_key_is_told_what_it_lacks_under_the_name_that_it_has()
    {
        var faults = await Start.FaultsAsync(_folder.Path, null, "--Security:Keys:nightly:Name=planner", "--Security:Keys:nightly:Role=boss");

        Assert.Equal(
            [
                "Security:Keys:nightly:Role (set on the command line) is 'boss'; set it to viewer, operator or editor.",
                "Security:Keys:nightly:Salt (Security:Keys:nightly:Name is set on the command line) is missing; set it to 16 random bytes or more in Base64, or make the key with 'flows keys new'.",
                "Security:Keys:nightly:Hash (Security:Keys:nightly:Name is set on the command line) is missing; set it to the SHA-256 of the salt's bytes followed by the key, 32 bytes in Base64, or make the key with 'flows keys new'.",
            ],
            faults);
    }

    [Fact]
    public async Task Port_of_another_program_is_a_fault_and_so_is_one_address_given_twice()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var faults = await Start.FaultsAsync(_folder.Path, null, $"--urls=http://127.0.0.1:{port};http://127.0.0.1:{port}");

        Assert.Equal(
            [
                $"urls (set on the command line): http://127.0.0.1:{port} is in use by another program. Stop that program, or choose another address with --urls, such as --urls http://localhost:7072.",
                $"urls (set on the command line): 'http://127.0.0.1:{port}' is the same place as another of the addresses; leave one out.",
            ],
            faults);
    }

    [Fact]
    public async Task Setting_of_a_file_is_told_with_the_file()
    {
        var file = _folder.Write("local.settings.json", """{ "Values": { "Flows__InlineWait": "1.00:00:00" } }""");

        Assert.Equal([$"Flows:InlineWait (set in {file}) is 1.00:00:00; set it between 00:00:00 and 00:04:00."], await Start.FaultsAsync(_folder.Path, null));
    }

    [Theory]
    [InlineData("{", " is not valid JSON: ")]
    [InlineData("""{ "IsEncrypted": true }""", " is encrypted, which this host does not read. Decrypt it with 'func settings decrypt', or set IsEncrypted to false.")]
    public async Task File_that_cannot_be_read_is_named(string content, string fault)
    {
        var file = _folder.Write("local.settings.json", content);

        Assert.StartsWith(file + fault, Assert.Single(await Start.FaultsAsync(_folder.Path, null)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "'serve' on the command line is no option. Give settings as --Flows:MaxParallelSteps=5; the host's own options are --urls URL and --app DIR.")]
    [InlineData("-v", "'-v' on the command line is no option. Give settings as --Flows:MaxParallelSteps=5; the host's own options are --urls URL and --app DIR.")]
    [InlineData("--Flows:MaxParallelSteps", "'--Flows:MaxParallelSteps' on the command line has no value. Give it one: --Flows:MaxParallelSteps=VALUE.")]
    public async Task Argument_that_would_have_no_effect_is_a_fault(string argument, string fault) =>
        Assert.Equal([fault], await Start.FaultsAsync(_folder.Path, null, argument));

    [Fact]
    public async Task Folder_that_cannot_be_written_is_a_fault_where_the_key_is_made_there()
    {
        var file = _folder.Write("file", "");

        var fault = Assert.Single(await Start.FaultsAsync(file, null));

        Assert.Equal(
            $"The folder {file}, which gets .flows/dev-key, the key to call the application with, cannot be written: {file} is a file. Start the host in a folder that you may write to, or configure keys with 'flows keys new'.",
            fault);
    }

    [Fact]
    public async Task Folder_of_secrets_that_cannot_be_written_is_a_fault_where_it_is_chosen()
    {
        var file = _folder.Write("file", "");

        var fault = Assert.Single(await Start.FaultsAsync(_folder.Path, null, $"--Secrets:KeyFolder={file}/keys"));

        Assert.Equal($"Secrets:KeyFolder (set on the command line) is '{file}/keys', which cannot be written: {file} is a file. Set it to a folder that you may write to.", fault);
    }

    [Fact]
    public async Task Development_key_that_is_none_is_a_fault()
    {
        var key = _folder.Write(".flows/dev-key", "short");

        Assert.Equal([$"{key} holds no key of 43 characters. Delete the file: a new key is made at the next start."], await Start.FaultsAsync(_folder.Path, null));
    }

    [Fact]
    public async Task Check_leaves_nothing_behind()
    {
        await Start.FaultsAsync(_folder.Path, null);

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }
}
