using System.ComponentModel.DataAnnotations;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>A step that another one waits for.</summary>
/// <param name="Referrer">Of its integration.</param>
/// <param name="Name">Of its integration when the run started.</param>
internal sealed record WaitedStepResource([property: LooksLike(TextShape.Id)] string Referrer, [property: MinLength(1)] string Name);
