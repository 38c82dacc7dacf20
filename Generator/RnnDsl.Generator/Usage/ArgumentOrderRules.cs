using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>Arguments whose names show that they are swapped: call(target, lengths, source).</summary>
internal static class ArgumentOrderRules
{
    /// <summary>Two parameters that can be swapped, and words that name only one of them.</summary>
    private static readonly (string First, string Second, HashSet<string> FirstWords, HashSet<string> SecondWords)[] Pairs =
    [
        ("source", "target", ["source", "sources", "src"], ["target", "targets", "tgt", "trg"]),
        ("output", "target", ["output", "outputs", "logits", "scores", "prediction", "predictions"], ["target", "targets", "label", "labels"]),
        ("targetLengths", "lengths", ["target", "label"], ["input", "frame", "output", "source"]),
    ];

    public static void Check(CallArguments arguments, KnownNetwork network, UsageReport report)
    {
        foreach (var (first, second, firstWords, secondWords) in Pairs)
        {
            if (arguments[first] is { } one && arguments[second] is { } other
                && Words(other) is { } othersWords && othersWords.Overlaps(firstWords) && !othersWords.Overlaps(secondWords)
                && Words(one) is { } onesWords && onesWords.Overlaps(secondWords) && !onesWords.Overlaps(firstWords))
            {
                report.Add(Rules.SwappedArguments, one, string.Join(", ", arguments.Given.Select(given => given.Parameter.Name)),
                    UsageReport.Code(one), first, UsageReport.Code(other), second);
            }
        }
    }

    /// <summary>The words in the name of a variable or member: source, tokens for sourceTokens. Null for other expressions.</summary>
    private static HashSet<string>? Words(IOperation argument)
    {
        while (argument is IConversionOperation { Operand: var operand })
        {
            argument = operand;
        }

        var name = argument switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IMemberReferenceOperation member => member.Member.Name,
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || char.IsUpper(name[i]) || name[i] == '_')
            {
                words.Add(name.Substring(start, i - start).Trim('_'));
                start = i;
            }
        }

        return words;
    }
}
