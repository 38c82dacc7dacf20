using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator;

/// <summary>Names of emitted files: the class's full name, made unique where two would collide.</summary>
internal static class HintNames
{
    private const string Extension = ".g.cs";

    /// <summary>The names that differ from another, or from that of another's further files, in case only.</summary>
    public static EquatableArray<string> Collisions(ImmutableArray<string> names) =>
        Targets.All.SelectMany(target => names.Select(name => (Name: name, File: name + target.Suffix)))
            .GroupBy(file => file.File, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Skip(1).Any())
            .SelectMany(group => group.Where(file => file.File == file.Name))
            .Select(file => file.Name)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();

    public static string Of(string fullName, EquatableArray<string> collisions)
    {
        var text = new StringBuilder(fullName.Length + Extension.Length);
        foreach (var c in fullName)
        {
            if (char.IsLetterOrDigit(c) || c is '.' or '_' or '-')
            {
                text.Append(c);
            }
            else
            {
                // Identifiers may contain combining marks, which file names may not.
                text.Append('-').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        if (collisions.Contains(fullName))
        {
            // One letter per character encodes its case.
            text.Append('-').Append(string.Concat(fullName.Select(c => char.IsUpper(c) ? 'U' : 'l')));
        }

        return text.Append(Extension).ToString();
    }

    /// <summary>The name of a file of a class, from that of its own file.</summary>
    /// <param name="hintName">The class's own file.</param>
    /// <param name="suffix">That of the target.</param>
    public static string WithSuffix(string hintName, string suffix) => hintName.Substring(0, hintName.Length - Extension.Length) + suffix + Extension;
}
