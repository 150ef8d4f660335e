namespace FlowFunctions.Embedded.Tests.Hosting.Http;

public sealed class SampleCounter
{
    private readonly List<string> _calls = [];

    public int Count => _calls.Count;

    public void Add(string call) => _calls.Add(call);
}
