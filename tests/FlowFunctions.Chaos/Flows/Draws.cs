using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Chaos.Flows;

/// <summary>Random numbers that a seed repeats, for each subject a series of its own: what happens to one does not shift the draws of another.</summary>
internal static class Draws
{
    /// <param name="seed">Of the trial.</param>
    /// <param name="subject">What is drawn for.</param>
    public static Random Of(int seed, params IReadOnlyList<object> subject)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{string.Join('/', subject)}"));
        return new Random(BitConverter.ToInt32(digest));
    }

    /// <param name="random">The series.</param>
    /// <param name="probability">0 to 1.</param>
    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    /// <summary>Evenly drawn.</summary>
    public static TimeSpan Between(this Random random, TimeSpan shortest, TimeSpan longest) => shortest + ((longest - shortest) * random.NextDouble());

    /// <summary>One of several, each as likely as its weight says.</summary>
    public static T Pick<T>(this Random random, params IReadOnlyList<(T Item, double Weight)> choices)
    {
        var left = random.NextDouble() * choices.Sum(choice => choice.Weight);
        foreach (var (item, weight) in choices)
        {
            left -= weight;
            if (left < 0)
            {
                return item;
            }
        }

        return choices[^1].Item;
    }
}
