using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Runs;

/// <summary>Reads the body of a request to run a flow.</summary>
public static class RunRequestReader
{
    private static readonly FieldNames Fields = new("stepsToRun");

    /// <summary>Never throws, whatever the bytes are. Whether the steps exist is for <see cref="RunSelectionRules"/> to say.</summary>
    /// <param name="utf8Json">Empty or blank for a run of everything; otherwise a JSON object in UTF-8.</param>
    public static Parsed<RunRequest> Read(ReadOnlyMemory<byte> utf8Json) =>
        utf8Json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? Parsed<RunRequest>.Valid(RunRequest.Everything) : DocumentReader.Read(utf8Json, ReadRequest);

    private static RunRequest? ReadRequest(DocumentValue root)
    {
        if (root.AsObject(Fields) is not { } request)
        {
            return null;
        }

        if (request.Optional("stepsToRun") is not { } stepsToRun)
        {
            return RunRequest.Everything;
        }

        return new RunRequest { StepsToRun = (stepsToRun.AsArray() ?? []).Select(step => step.AsResourceId()).OfType<string>().ToList() };
    }
}
