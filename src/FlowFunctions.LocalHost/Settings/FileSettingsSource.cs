using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>Settings that were read from a file, and remember which.</summary>
internal sealed class FileSettingsSource(string path, IEnumerable<KeyValuePair<string, string?>> settings) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(path, settings);

    internal sealed class Provider(string path, IEnumerable<KeyValuePair<string, string?>> settings)
        : MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = settings })
    {
        public string Path => path;
    }
}
