using RnnDsl.Torch;
using Xunit;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoders;

public sealed class SmokeTests
{
    [Fact]
    public void Steps_give_what_a_sequence_gives()
    {
        var source = randint(0, 9, [3, 4]);
        var lengths = tensor(new long[] { 4, 2, 3 });
        var target = randint(0, 11, [3, 5]);
        using var one = new BahdanauTranslator(9, 11, dtype: ScalarType.Float64);
        one.eval();
        Check<Bahdanau.State>(one, one.call(source, lengths, target).Output);
        using var two = new LuongTranslator(9, 11, dtype: ScalarType.Float64);
        two.eval();
        Check<LuongFed.State>(two, two.call(source, lengths, target).Output);
        using var three = new ChorowskiTranslator(9, 11, dtype: ScalarType.Float64);
        three.eval();
        Check<Chorowski.State>(three, three.call(source, lengths, target).Output);
        using var four = new ChoTranslator(11, dtype: ScalarType.Float64);
        four.eval();
        Check<Cho.State>(four, four.call(source, lengths, target));

        void Check<TState>(IEncoderDecoder<TState> model, Tensor whole)
            where TState : RecurrentState<TState>
        {
            var (memory, state) = model.Encode(source, lengths);
            for (var t = 0; t < target.size(1); t++)
            {
                (var output, state, _) = model.Step(target.select(1, t), memory, state);
                Assert.True((output - whole.select(1, t)).abs().max().item<double>() < 1e-12);
            }
        }
    }
}
