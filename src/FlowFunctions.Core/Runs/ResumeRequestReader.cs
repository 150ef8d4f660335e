using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Runs;

/// <summary>Reads the body of a request to resume a run.</summary>
public static class ResumeRequestReader
{
    private static readonly FieldNames Fields = new("fromStep");

    /// <summary>Never throws, whatever the bytes are. Whether the step is one to resume from is for the run and its flow to say.</summary>
    /// <param name="utf8Json">Empty or blank for what the run has left; otherwise a JSON object in UTF-8.</param>
    public static Parsed<ResumeRequest> Read(ReadOnlyMemory<byte> utf8Json) =>
        utf8Json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? Parsed<ResumeRequest>.Valid(ResumeRequest.Rest) : DocumentReader.Read(utf8Json, ReadRequest);

    private static ResumeRequest? ReadRequest(DocumentValue root) =>
        root.AsObject(Fields) is { } request ? new ResumeRequest { FromStep = request.Optional("fromStep")?.AsResourceId() } : null;
}
