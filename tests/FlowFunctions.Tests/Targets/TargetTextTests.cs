using CsCheck;
using FlowFunctions.Steps;

namespace FlowFunctions.Tests.Targets;

public sealed class TargetTextTests
{
    [Fact]
    public void Bound_text_keeps_its_start_and_never_half_a_character() =>
        Gen.Select(Gen.Int[0, 3].Select(i => new[] { "a", "é", "漢", "😀" }[i]).Array[0, 40], Gen.Int[3, 30]).Sample((parts, length) =>
        {
            var text = string.Concat(parts);
            var bound = TargetText.Bound(text, length);
            return bound.Length <= length
                && (text.Length <= length ? bound == text : bound.EndsWith('…') && text.StartsWith(bound[..^1], StringComparison.Ordinal))
                && !char.IsHighSurrogate(bound.Length > 1 ? bound[^2] : 'a') | text.Length <= length;
        });
}
