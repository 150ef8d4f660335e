using System.Text.Json;

namespace FlowFunctions.Outgoing;

/// <summary>An answer in JSON has more bytes than are read, so that it is none to whoever asked. The next one would be no shorter.</summary>
/// <param name="maximum">In bytes.</param>
/// <param name="cause">What stopped the reading.</param>
internal sealed class AnswerTooLongException(int maximum, Exception cause) : JsonException($"The answer has more than {maximum / (1024 * 1024)} MiB.", cause);
