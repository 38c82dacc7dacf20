using System.Runtime.InteropServices;
using System.Text;

namespace RnnDsl;

/// <summary>
/// Byte pair encoding: the characters of a text, and the pairs of neighbours that were joined, the most frequent first, into parts of words
/// and words.
/// </summary>
/// <remarks>
/// R. Sennrich, B. Haddow and A. Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL 2016. A word's last character
/// carries <see cref="EndOfWord"/>, so that words come back from their parts; pairs never reach over the end of a word.
/// </remarks>
public sealed class BytePairs
{
    /// <summary>What ends the last part of each word.</summary>
    public const string EndOfWord = "</w>";

    private BytePairs(IReadOnlyList<string> parts, IReadOnlyList<(string Left, string Right)> merges) => (Parts, Merges) = (parts, merges);

    /// <summary>
    /// Everything a word can consist of: the characters (Unicode scalar values) in the order of their UTF-16 code units, each within a word and
    /// at its end; then what the merges made, in their order.
    /// </summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>Pairs in the order in which they are joined within a word.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    /// <summary>Learns the pairs of a text. The same sentences, in whatever order, give the same pairs.</summary>
    /// <param name="sentences">The words of each sentence.</param>
    /// <param name="size">How many <see cref="Parts"/> there are at most: the characters, and one for each merge that makes a new one.</param>
    /// <param name="minimumFrequency">How often a pair must come to be joined.</param>
    /// <exception cref="ArgumentException">There is no word, a word is empty, holds white space or is not valid Unicode, or the characters alone are more than the size.</exception>
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
            throw new ArgumentException($"The word '{word}' is empty or holds white space.", nameof(word));
        var characters = new List<string>(word.Length);
        for (var position = 0; position < word.Length; position += characters[^1].Length)
        {
            if (!Rune.TryGetRuneAt(word, position, out var rune))
                throw new ArgumentException($"The word '{word}' is not valid Unicode: half of a surrogate pair stands alone.", nameof(word));
            characters.Add(rune.ToString());
        }

        return characters;
    }

    /// <summary>Counts every pair once and, with each merge, recounts the words that hold the pair and no others.</summary>
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
            // One part can come of several pairs, and so a pair can come again after it was joined; by then it is known.
            var (merges, known) = (new List<(string, string)>(), new HashSet<long>());
            EnqueueChanged();
            while (_parts.Count < _size && _queue.TryDequeue(out var pair, out var entry))
            {
                // A pair is queued anew when its count changes, so an entry of another count is an old one.
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

        /// <summary>The most frequent pair first; of pairs that come equally often the first in the order of their parts.</summary>
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
