using System.Text;
using System.Text.Json;
using CsCheck;
using FlowFunctions.Core.Connections;

namespace FlowFunctions.Core.Tests.Connections;

public class ConnectionReaderProperties
{
    [Fact]
    public void Read_gives_back_the_connection_that_was_written() => Gen.Select(AnyConnection.Gen, Gen.Bool).Sample((connection, snakeCase) =>
    {
        var parsed = ConnectionReader.ReadNew(ConnectionWriter.Write(connection, snakeCase));

        Assert.Empty(parsed.Problems);
        Assert.Equivalent(connection, parsed.Value, strict: true);
        Assert.Equal(connection.Input, parsed.Value!.Input);
    });

    [Fact]
    public void Body_is_read_as_a_new_connection_is() => AnyConnection.Gen.Sample(connection =>
    {
        var parsed = ConnectionReader.ReadBody(ConnectionWriter.WriteBody(connection), connection.Input.Settings.Type);

        Assert.Equivalent(connection, parsed.Value, strict: true);
    });

    [Fact]
    public void Whole_body_as_a_patch_leaves_nothing_of_what_was() =>
        Gen.Select(AnyConnection.Gen, AnyConnection.Gen).Where((before, after) => before.Input.Settings.Type == after.Input.Settings.Type).Sample((before, after) =>
        {
            var parsed = ConnectionReader.ReadPatch(ConnectionWriter.WriteBody(after), before.Input);

            // A body says nothing of a workspace that the connection has and shall keep.
            var expected = after.Input.WorkspaceId is null ? after with { Input = after.Input with { WorkspaceId = before.Input.WorkspaceId } } : after;
            Assert.Equivalent(expected, parsed.Value, strict: true);
        });

    [Fact]
    public void Empty_patch_changes_nothing() => AnyConnection.Gen.Sample(connection =>
        Assert.Equal(new ConnectionDraft(connection.Input, null), ConnectionReader.ReadPatch("{}"u8.ToArray(), connection.Input).Value));

    [Fact]
    public void Stored_form_reads_back_as_it_was() => AnyConnection.Gen.Sample(connection =>
    {
        var read = JsonSerializer.Deserialize<ConnectionDraft>(JsonSerializer.Serialize(connection));

        Assert.Equivalent(connection, read, strict: true);
    });

    [Fact]
    public void Text_of_a_connection_does_not_show_its_secret() => AnyConnection.Gen.Sample(connection =>
    {
        var text = connection.ToString();

        Assert.Equal(connection.Input.Settings.NeedsSecret, text.Contains("(secret)", StringComparison.Ordinal));
        Assert.DoesNotContain("sig=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AccessKey", text, StringComparison.Ordinal);
        Assert.DoesNotContain("private_key", text, StringComparison.Ordinal);
    });

    // Whatever was put in the wrong field may be a secret: the canary in every field of every kind, as text and as part of it.
    [Fact]
    public void Messages_repeat_no_value_of_a_body()
    {
        const string Canary = "canary 9f3c/";
        var fields = new[]
        {
            "name", "workspaceId", "storageAccountName", "containerName", "sasToken", "authMethod", "bucketName", "accessKeyId", "secretAccessKey", "dataset", "serviceAccountKey",
        };
        var inKey = new[] { "type", "projectId", "privateKey", "clientEmail", "tokenUri", "authUri" };
        foreach (var type in Enum.GetValues<ConnectionType>())
        {
            foreach (var value in new[] { $"\"{Canary}\"", $"\"{Canary}\\n\"", $"[\"{Canary}\"]", $"{{{string.Join(',', inKey.Select(member => $"\"{member}\":\"{Canary}\\u0000\""))}}}" })
            {
                var body = $"{{{string.Join(',', fields.Select(field => $"\"{field}\":{value}"))}}}";
                var problems = ConnectionReader.ReadNew(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"body\":{body}}}")).Problems;

                Assert.NotEmpty(problems);
                Assert.All(problems, problem => Assert.DoesNotContain("9f3c", problem.Message + problem.Path, StringComparison.Ordinal));
            }
        }
    }
}
