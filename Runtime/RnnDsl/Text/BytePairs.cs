using System.Runtime.InteropServices;
using System.Text;

namespace RnnDsl.Text;

/// <summary>
/// Byte pair encoding (BPE): the characters of a text, and the merges of adjacent symbols, most frequent first, into subwords
/// and words.
/// </summary>
/// <remarks>
/// R. Sennrich, B. Haddow and A. Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL 2016. A word's last character
/// carries <see cref="EndOfWord"/>, from which decoding restores the words; merges never cross the end of a word.
/// </remarks>
public sealed class BytePairs
{
    /// <summary>The end-of-word mark of the last subword.</summary>
    public const string EndOfWord = "</w>";

    private BytePairs(IReadOnlyList<string> parts, IReadOnlyList<(string Left, string Right)> merges) => (Parts, Merges) = (parts, merges);

    /// <summary>
    /// The symbols: the characters (Unicode scalar values) in the order of their UTF-16 code units, each within a word and
    /// at its end; then the merged subwords, in merge order.
    /// </summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>The merges, in order.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    /// <summary>Learns the merges of a text, independent of the order of the sentences.</summary>
    /// <param name="sentences">The words of each sentence.</param>
    /// <param name="size">The maximum number of <see cref="Parts"/>: the characters, and one for each merge that creates a new symbol.</param>
    /// <param name="minimumFrequency">The minimum frequency of a merged pair.</param>
    /// <exception cref="ArgumentException">
    /// There is no word, a word is empty, contains white space or is not valid Unicode, or there are more characters than the size.
    /// </exception>
    public static BytePairs Learn(IEnumerable<IReadOnlyList<string>> sentences, int size, int minimumFrequency = 2)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumFrequency, 1);
        var words = WordVocabulary.Frequencies(sentences);
        if (words.Count == 0)
            throw new ArgumentException("There is no word to learn from.", nameof(sentences));
        return new Learner(words, size).Learn(minimumFrequency);
    }

    private static List<string> Characters(string word)
    {
        if (word.Length == 0 || word.Any(char.IsWhiteSpace))
            throw new ArgumentException($"The word '{word}' is empty or contains white space.", nameof(word));
        var characters = new List<string>(word.Length);
        for (var position = 0; position < word.Length; position += characters[^1].Length)
        {
            if (!Rune.TryGetRuneAt(word, position, out var rune))
                throw new ArgumentException($"The word '{word}' is not valid Unicode: it contains half of a surrogate pair.", nameof(word));
            characters.Add(rune.ToString());
        }

        return characters;
    }

    /// <summary>Counts all pairs once and, at each merge, recounts the words that contain the pair.</summary>
    private sealed class Learner : IComparer<(long Count, long Pair)>
    {
        private readonly List<string> _parts = [];
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly List<(int[] Parts, long Frequency)> _words = [];
        private readonly Dictionary<long, long> _counts = [];
        private readonly Dictionary<long, HashSet<int>> _places = [];
        private readonly HashSet<long> _changed = [];
        private readonly PriorityQueue<long, (long Count, long Pair)> _queue;
        private readonly int _size;

        public Learner(Dictionary<string, long> words, int size)
        {
            foreach (var character in words.Keys.SelectMany(Characters).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                Number(character);
                Number(character + EndOfWord);
            }

            if (_parts.Count > size)
                throw new ArgumentException(FormattableString.Invariant($"{size} parts are too few: the text has {_parts.Count / 2} characters, each within a word and at its end. Take at least {_parts.Count}."), nameof(size));

            _size = size;
            _queue = new PriorityQueue<long, (long Count, long Pair)>(this);
            foreach (var (word, frequency) in words)
            {
                var characters = Characters(word);
                characters[^1] += EndOfWord;
                _words.Add(([.. characters.Select(Number)], frequency));
                Count(_words.Count - 1, sign: 1);
            }
        }

        public BytePairs Learn(int minimumFrequency)
        {
            // Different pairs can give the same symbol, so a merged pair can occur again; it is known then.
            var (merges, known) = (new List<(string, string)>(), new HashSet<long>());
            EnqueueChanged();
            while (_parts.Count < _size && _queue.TryDequeue(out var pair, out var entry))
            {
                // A pair is queued again when its count changes: skip entries with an old count.
                if (_counts.GetValueOrDefault(pair) != entry.Count)
                    continue;
                if (entry.Count < minimumFrequency)
                    break;

                var (left, right) = Halves(pair);
                if (known.Add(pair))
                    merges.Add((_parts[left], _parts[right]));
                Merge(left, right, Number(_parts[left] + _parts[right]));
                EnqueueChanged();
            }

            return new BytePairs(_parts, merges);
        }

        /// <summary>Most frequent first; pairs of equal frequency in the order of their symbols.</summary>
        public int Compare((long Count, long Pair) x, (long Count, long Pair) y)
        {
            if (x.Count != y.Count)
                return y.Count.CompareTo(x.Count);
            var (a, b) = (Halves(x.Pair), Halves(y.Pair));
            var left = string.CompareOrdinal(_parts[a.Left], _parts[b.Left]);
            return left != 0 ? left : string.CompareOrdinal(_parts[a.Right], _parts[b.Right]);
        }

        private int Number(string part)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, part, out var known);
            if (!known)
            {
                number = _parts.Count;
                _parts.Add(part);
            }

            return number;
        }

        private void Merge(int left, int right, int merged)
        {
            foreach (var word in _places[Pair(left, right)].ToArray())
            {
                var parts = _words[word].Parts;
                var joined = new List<int>(parts.Length);
                for (var i = 0; i < parts.Length; i++)
                {
                    var found = i + 1 < parts.Length && parts[i] == left && parts[i + 1] == right;
                    joined.Add(found ? merged : parts[i]);
                    i += found ? 1 : 0;
                }

                Count(word, sign: -1);
                _words[word] = ([.. joined], _words[word].Frequency);
                Count(word, sign: 1);
            }
        }

        private void Count(int word, int sign)
        {
            var (parts, frequency) = _words[word];
            for (var i = 1; i < parts.Length; i++)
            {
                var pair = Pair(parts[i - 1], parts[i]);
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * frequency;
                _changed.Add(pair);
                ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _);
                places ??= [];
                if (sign > 0)
                    places.Add(word);
                else
                    places.Remove(word);
            }
        }

        private void EnqueueChanged()
        {
            foreach (var pair in _changed)
            {
                if (_counts[pair] > 0)
                    _queue.Enqueue(pair, (_counts[pair], pair));
            }

            _changed.Clear();
        }

        private static long Pair(int left, int right) => ((long)left << 32) | (uint)right;

        private static (int Left, int Right) Halves(long pair) => ((int)(pair >> 32), (int)pair);
    }
}
