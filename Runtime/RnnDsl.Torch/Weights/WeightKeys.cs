using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace RnnDsl.Weights;

/// <summary>The keys of a weights file in terms of a module's keys, for files that were written by a module with other names.</summary>
/// <remarks>
/// An entry replaces a prefix that ends at a dot: <c>new WeightKeys { ["encoder.rnn"] = "lstm" }</c> makes <c>lstm.weight_ih_l0</c> of
/// <c>encoder.rnn.weight_ih_l0</c>. The longest prefix that fits is replaced, an empty replacement removes it (<c>["module"] = ""</c>), and a key
/// without any of the prefixes is unchanged.
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is enumerable for the sake of collection initialisers.")]
public sealed class WeightKeys : IEnumerable<KeyValuePair<string, string>>
{
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _map;

    /// <summary>Keys that are unchanged but for the prefixes that are added.</summary>
    public WeightKeys()
        : this(static key => key)
    {
    }

    /// <summary>Keys that a function computes, after the prefixes that are added.</summary>
    /// <param name="map">Gives the module's key for a key of the file, or <c>null</c> for a tensor that is not to be loaded.</param>
    public WeightKeys(Func<string, string?> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _map = map;
    }

    /// <summary>The replacement of a prefix.</summary>
    /// <param name="prefix">The first names of keys in the file, without a dot at the end.</param>
    /// <exception cref="KeyNotFoundException">There is no such prefix (when reading).</exception>
    public string this[string prefix]
    {
        get => _prefixes[prefix];
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(prefix);
            ArgumentNullException.ThrowIfNull(value);
            _prefixes[prefix.TrimEnd('.')] = value.TrimEnd('.');
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _prefixes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The tensors of a file by the module's keys; what the map leaves out is absent.</summary>
    /// <exception cref="ArgumentException">A prefix fits no key of the file, or two of its keys become one.</exception>
    internal Dictionary<string, SafetensorsEntry> Apply(SafetensorsFile file)
    {
        if (_prefixes.Keys.FirstOrDefault(prefix => !file.Entries.Any(entry => HasPrefix(entry.Name, prefix))) is { } unused)
            throw new ArgumentException($"No key of {file.Name} begins with '{unused}.'. Its keys begin with {string.Join(", ", file.Entries.Select(static entry => $"'{Parent(entry.Name)}'").Distinct().Order(StringComparer.Ordinal).Take(20))}.");

        var longestFirst = _prefixes.OrderByDescending(static pair => pair.Key.Length).ToList();
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach (var entry in file.Entries)
        {
            if (_map(Replace(entry.Name)) is { } key && !entries.TryAdd(key, entry))
                throw new ArgumentException($"Two tensors of {file.Name} have the key '{key}' after the replacement of names: '{entries[key].Name}' and '{entry.Name}'.");
        }

        return entries;

        string Replace(string key)
        {
            foreach (var (prefix, replacement) in longestFirst)
            {
                if (HasPrefix(key, prefix))
                    return replacement.Length == 0 ? key[prefix.Length..].TrimStart('.') : replacement + key[prefix.Length..];
            }

            return key;
        }
    }

    private static string Parent(string key) => key.LastIndexOf('.') is > 0 and var dot ? key[..dot] : key;

    private static bool HasPrefix(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) && (key.Length == prefix.Length || key[prefix.Length] == '.');
}
