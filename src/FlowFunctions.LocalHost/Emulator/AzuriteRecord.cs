using System.Text.Json;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>What the keeper of a running Azurite tells the hosts of the same user.</summary>
/// <param name="Pid">The keeper's process.</param>
/// <param name="Port">Where it is held.</param>
/// <param name="Token">What a holder sends.</param>
/// <param name="Location">Where its data is.</param>
/// <param name="StarterLeft">Whether only hosts that came later hold it.</param>
internal sealed record AzuriteRecord(int Pid, int Port, string Token, string Location, bool StarterLeft)
{
    /// <summary>Named for a port: whoever wants to use or start an Azurite there finds it, from whichever folder.</summary>
    public static string PathFor(string cache, AzuriteEndpoints endpoints) => Path.Combine(cache, "running", $"{endpoints.BlobPort}.json");

    /// <summary>Null where no keeper has left one.</summary>
    public static async Task<AzuriteRecord?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<AzuriteRecord>(await File.ReadAllTextAsync(path, cancellationToken), JsonSerializerOptions.Web);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // Written by another version: it cannot be held, and is treated as an Azurite of somebody else.
            return null;
        }
    }
}
