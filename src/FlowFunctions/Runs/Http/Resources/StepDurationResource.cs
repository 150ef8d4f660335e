using System.ComponentModel.DataAnnotations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>How long a step takes.</summary>
/// <param name="Referrer">Of its integration.</param>
/// <param name="Name">Of its integration when it last succeeded.</param>
/// <param name="Duration">By its successes, partial ones too.</param>
internal sealed record StepDurationResource([property: LooksLike(TextShape.Id)] string Referrer, [property: MinLength(1)] string Name, TypicalDurationResource Duration);
