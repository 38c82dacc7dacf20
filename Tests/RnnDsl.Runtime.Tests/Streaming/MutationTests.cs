using System.Buffers.Binary;
using RnnDsl.Files;
using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Runtime.Tests.Streaming.Models;
using RnnDsl.Safetensors;
using RnnDsl.Streaming;
using Xunit;

namespace RnnDsl.Runtime.Tests.Streaming;

/// <summary>Files of weights and bytes of states, changed at random: errors that say what is wrong, and memory in proportion to the bytes.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Rounds = 10_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WeightFormat.Float32)]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Int8)]
    public void Changed_files_are_refused_or_loaded(WeightFormat format)
    {
        using var pair = new StreamPair(typeof(TiedModel), _folder);
        pair.Convert(_folder["weights.safetensors"], format);
        var bytes = File.ReadAllBytes(_folder["weights.safetensors"]);
        var header = 8 + BitConverter.ToInt32(bytes);
        var numbers = new Random((int)format + 1);
        var (refused, loaded, scores) = (0, 0, new float[20]);
        for (var i = 0; i < Rounds; i++)
        {
            var changed = Change(bytes, header, numbers);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var stream = TiedModel.Streaming.Load(new MemoryStream(changed), "changed");
                loaded++;
                stream.Step(1, scores);
            }
            catch (Exception exception) when (exception is StreamWeightsException or SafetensorsException or ReadLimitException)
            {
                refused++;
                Assert.StartsWith("changed", exception.Message, StringComparison.Ordinal);
            }
            catch (ArgumentException exception)
            {
                // The vocabulary became another one, so that the output has another length.
                Assert.Contains("features", exception.Message, StringComparison.Ordinal);
            }

            // The numbers as float32, sums and packed panels, and messages; more only if a size that the file states were allocated.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000 + (40 * changed.Length));
        }

        Assert.True(refused > Rounds / 4 && loaded > Rounds / 20, $"{refused} were refused and {loaded} were loaded.");
    }

    /// <summary>A dimension of a tensor without elements has no bytes behind it, whatever it says.</summary>
    [Theory]
    [InlineData(typeof(TiedModel))]
    [InlineData(typeof(OfArticleGru))]
    [InlineData(typeof(OfMinGru))]
    public void Sizes_of_empty_tensors_allocate_nothing(Type model)
    {
        using var pair = new StreamPair(model, _folder);
        using var file = SafetensorsFile.Open(pair.File);
        Assert.All(file.Entries, emptied => Assert.All((long[][])[[134_217_727, 0], [0, 134_217_727], [134_217_727, 0, 1]], shape =>
        {
            SafetensorsFile.Write(_folder["empty.safetensors"], file.Entries.Select(entry => entry == emptied
                ? SafetensorsTensor.From<float>(entry.Name, shape, Array.Empty<float>())
                : SafetensorsTensor.From<float>(entry.Name, entry.Shape.AsSpan(), file.ReadSingles(entry))));
            var before = GC.GetAllocatedBytesForCurrentThread();
            // The second name of tied weights is not read.
            if (Record.Exception(() => pair.Load(_folder["empty.safetensors"], null)) is { } exception)
                Assert.IsType<StreamWeightsException>(exception);
            else
                Assert.Equal(typeof(TiedModel), model);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        }));
    }

    /// <summary>A file with holes holds a table that no array does: it is refused by its shape, before a number of it is read.</summary>
    [Fact]
    public void A_weight_larger_than_an_array_is_refused_before_it_is_read()
    {
        const long Tokens = 60_000_000;
        using (var pair = new StreamPair(typeof(TiedModel), _folder))
        using (var small = SafetensorsFile.Open(pair.File))
        {
            // The table moves behind all other weights, where the file ends in a hole.
            var others = small.Entries.Where(static entry => entry.Name != "embed.weight").ToList();
            var header = new Dictionary<string, object>();
            var end = 0L;
            foreach (var entry in others)
                header[entry.Name] = new { dtype = "F32", shape = entry.Shape.ToArray(), data_offsets = new[] { end, end += entry.ByteCount } };
            header["embed.weight"] = new { dtype = "F32", shape = new[] { Tokens, 12 }, data_offsets = new[] { end, end + (Tokens * 12 * sizeof(float)) } };
            var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(header);
            using var large = File.Create(_folder["large.safetensors"]);
            large.Write(BitConverter.GetBytes((long)json.Length));
            large.Write(json);
            large.SetLength(8 + json.Length + end + (Tokens * 12 * sizeof(float)));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var problem = Assert.Throws<StreamWeightsException>(() => TiedModel.Streaming.Load(_folder["large.safetensors"]));
        Assert.Contains("embed.weight: the file has [60000000, 12], more than the 2 GiB that a weight may take", problem.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Changed_bytes_of_a_state_are_errors()
    {
        var bytes = State();
        var numbers = new Random(1);
        for (var i = 0; i < Rounds; i++)
        {
            var changed = Change(bytes, bytes.Length, numbers);
            if (changed.AsSpan().SequenceEqual(bytes))
                continue;
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.StartsWith("These bytes are not the state of a stream: ", Assert.Throws<InvalidDataException>(() => StreamState.FromBytes(changed)).Message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000 + (4 * changed.Length));
        }
    }

    [Fact]
    public void Changed_bytes_of_a_state_with_their_own_checksum_are_errors_or_states()
    {
        using var pair = new StreamPair(typeof(OfScrn), _folder);
        ChangeWithChecksum(State(), state => pair.Stream.State = state);
    }

    /// <summary>The state of a decoder says how long the source is, and holds its values.</summary>
    [Theory]
    [InlineData(typeof(ChorowskiTranslator))]
    [InlineData(typeof(Summarizer))]
    [InlineData(typeof(SutskeverTranslator))]
    public void Changed_bytes_of_a_decoder_state_with_their_own_checksum_are_errors_or_states(Type model)
    {
        using var pair = new TranslatorPair(model, _folder);
        pair.Encode(pair.Stream, pair.Source(5));
        pair.Steps(pair.Stream, pair.Inputs(3));
        var inputs = pair.Inputs(1);
        ChangeWithChecksum(pair.Stream.State.ToBytes(), state =>
        {
            pair.Stream.State = state;
            pair.Steps(pair.Stream, inputs);
        });
    }

    private static void ChangeWithChecksum(byte[] bytes, Action<StreamState> use)
    {
        var numbers = new Random(2);
        var (refused, read) = (0, 0);
        for (var i = 0; i < Rounds; i++)
        {
            // Mostly in the header: magic, version, name and sizes. Every number counts.
            var changed = Change(bytes, i % 4 == 0 ? bytes.Length : Math.Min(32, bytes.Length), numbers);
            if (changed.Length >= 4)
            {
                var checksum = new Crc32();
                checksum.Append(changed.AsSpan(0, changed.Length - 4));
                BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(changed.Length - 4), checksum.Value);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var state = StreamState.FromBytes(changed);
                read++;
                use(state);
            }
            catch (InvalidDataException exception)
            {
                refused++;
                Assert.StartsWith("These bytes are not the state of a stream: ", exception.Message, StringComparison.Ordinal);
            }
            catch (ArgumentException exception)
            {
                // The name of another model, or other sizes.
                Assert.Contains("Take the state of a stream of the same model and sizes.", exception.Message, StringComparison.Ordinal);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000 + (20 * changed.Length));
        }

        Assert.True(refused > Rounds / 4 && read > Rounds / 20, $"{refused} were refused and {read} were read.");
    }

    private byte[] State()
    {
        using var pair = new StreamPair(typeof(OfScrn), _folder);
        pair.Steps(pair.Stream, pair.Inputs(3));
        return pair.Stream.State.ToBytes();
    }

    /// <summary>A bit, a byte or several bytes become others, or bytes are cut off, added, or moved.</summary>
    private static byte[] Change(byte[] bytes, int header, Random numbers)
    {
        var changed = bytes.ToArray();
        var place = numbers.Next(4) == 0 ? numbers.Next(changed.Length) : numbers.Next(header);
        switch (numbers.Next(12))
        {
            case 0:
                return changed[..numbers.Next(changed.Length)];
            case 1:
                return [.. changed, .. bytes.AsSpan(0, numbers.Next(1, 9))];
            case 2:
                numbers.NextBytes(changed.AsSpan(place, Math.Min(8, changed.Length - place)));
                return changed;
            case 3:
                // A digit of a shape, an offset or a length.
                changed[place] = (byte)('0' + numbers.Next(10));
                return changed;
            case 4:
                return [.. changed[..place], .. changed[Math.Min(changed.Length, place + numbers.Next(1, 5))..]];
            case 5 or 6:
                changed[place] = (byte)numbers.Next(256);
                return changed;
            case 7:
                changed[numbers.Next(changed.Length)] = (byte)numbers.Next(256);
                return changed;
            default:
                changed[place] ^= (byte)(1 << numbers.Next(8));
                return changed;
        }
    }
}
