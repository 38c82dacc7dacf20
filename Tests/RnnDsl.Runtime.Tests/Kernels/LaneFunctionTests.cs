using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Functions over lanes against higher precision.</summary>
public class LaneFunctionTests
{
    /// <summary>The bound of the documents.</summary>
    private const double Bound = 4;

    /// <summary>In the processes without vector instructions fewer numbers are enough.</summary>
    internal static bool IsThin { get; set; }

    [Fact]
    public void Exp_is_within_4_units_in_the_last_place() => Check<ExpFunction>();

    [Fact]
    public void Log_is_within_4_units_in_the_last_place() => Check<LogFunction>();

    [Fact]
    public void Sigmoid_is_within_4_units_in_the_last_place() => Check<SigmoidFunction>();

    [Fact]
    public void Tanh_is_within_4_units_in_the_last_place() => Check<TanhFunction>();

    [Fact]
    public void Softplus_is_within_4_units_in_the_last_place() => Check<SoftplusFunction>();

    [Fact]
    public void Sin_is_within_4_units_in_the_last_place() => Check<SinFunction>();

    [Fact]
    public void Cos_is_within_4_units_in_the_last_place() => Check<CosFunction>();

    [Fact]
    public void Erf_is_within_4_units_in_the_last_place() => Check<ErfFunction>();

    [Fact]
    public void Sign_is_minus_1_or_0_or_1()
    {
        Check<Lane512F>();
        Check<Lane256F>();
        Check<Lane128F>();
        Check<ScalarF>();

        static void Check<TLane>() where TLane : struct, ILane<TLane, float>
        {
            foreach (var x in new[] { -1f, 0f, 2.5f, float.NegativeInfinity, float.PositiveInfinity, float.NaN, float.Epsilon, -float.Epsilon })
                Assert.Equal(float.IsNaN(x) ? 0 : Math.Sign(x), LaneValues.Of<TLane, float>(x, Lanes.Sign));
        }
    }

    [Fact]
    public void Relu_is_the_larger_of_x_and_0()
    {
        Check<Lane512F>();
        Check<Lane256F>();
        Check<Lane128F>();
        Check<ScalarF>();

        static void Check<TLane>() where TLane : struct, ILane<TLane, float>
        {
            foreach (var x in new[] { -1f, 0f, 2.5f, float.NegativeInfinity, float.PositiveInfinity, float.NaN, float.Epsilon, -float.Epsilon })
                Assert.Equal(float.IsNaN(x) ? x : Math.Max(x, 0), LaneValues.Of<TLane, float>(x, Lanes.Relu));
        }
    }

    [Fact]
    public void Floor_and_remainder_are_those_of_numbers()
    {
        Check<Lane512F>();
        Check<Lane256F>();
        Check<Lane128F>();
        Check<ScalarF>();

        static void Check<TLane>() where TLane : struct, ILane<TLane, float>
        {
            foreach (var x in new[] { -1f, 0f, 2.5f, -2.5f, 0.5f, -0.5f, 0.9999999f, -0.9999999f, 1e9f, -1e9f, 16777215f, float.PositiveInfinity, float.NaN, float.Epsilon, -float.Epsilon })
                Assert.Equal(MathF.Floor(x), LaneValues.Of<TLane, float>(x, Lanes.Floor));

            // 49 / 49 is where the product with a rounded reciprocal is below 1.
            foreach (var (x, m) in new[] { (49f, 49f), (98f, 49f), (5.5f, 2f), (-5.5f, 2f), (5.5f, -2f), (-5.5f, -2f), (0f, 3f), (-3f, 3f), (1234.75f, 0.5f), (0.1f, 0.3f), (-0.1f, 0.3f) })
            {
                var expected = x % m is var rest && rest != 0 && (rest < 0) != (m < 0) ? rest + m : rest;
                var found = LaneValues.Of<TLane, float>(x, value => Lanes.Remainder(value, TLane.Create(m)));
                Assert.InRange(Math.Abs(found - expected), 0, MathF.ScaleB(1, -22) * Math.Abs(m));
                Assert.True(found == 0 || (found < 0 == m < 0 && Math.Abs(found) < Math.Abs(m)), $"{x} mod {m} is {found}.");
            }
        }
    }

    [Fact]
    public void The_error_of_a_planted_wrong_function_is_found()
    {
        Assert.True(FunctionSweep.Singles<Lane256F, WrongExp>(1 << 16).Units > Bound);
        Assert.True(FunctionSweep.Doubles<Lane256D, WrongExp>(4000).Units > Bound);
    }

    private static void Check<TFunction>() where TFunction : struct, ILaneFunction
    {
        // The widest lanes of the machine over 8 million numbers of single precision, the others, which compute the same, over half a million; vectors without instructions are slow.
        var dense = IsThin ? 1u << 13 : 1u << 9;
        var step = CpuKernels.VectorBits == 0 ? 1u << 18 : IsThin ? 1u << 15 : 1u << 13;
        Within(CpuKernels.VectorBits switch
        {
            512 => FunctionSweep.Singles<Lane512F, TFunction>(dense),
            256 => FunctionSweep.Singles<Lane256F, TFunction>(dense),
            128 => FunctionSweep.Singles<Lane128F, TFunction>(dense),
            _ => FunctionSweep.Singles<ScalarF, TFunction>(dense),
        });
        Within(FunctionSweep.Singles<Lane512F, TFunction>(step));
        Within(FunctionSweep.Singles<Lane256F, TFunction>(step));
        Within(FunctionSweep.Singles<Lane128F, TFunction>(step));
        Within(FunctionSweep.Singles<ScalarF, TFunction>(step));
        var count = CpuKernels.VectorBits == 0 ? 800 : IsThin ? 3000 : 10_000;
        Within(FunctionSweep.Doubles<Lane512D, TFunction>(count));
        Within(FunctionSweep.Doubles<Lane256D, TFunction>(count));
        Within(FunctionSweep.Doubles<Lane128D, TFunction>(count));
        Within(FunctionSweep.Doubles<ScalarD, TFunction>(count));

        static void Within(FunctionSweep sweep) => Assert.True(sweep.Units <= Bound, $"{typeof(TFunction).Name} of {sweep.At:R} is {sweep.Result:R}, {sweep.Units} units away.");
    }

    /// <summary>Eight units off in single precision.</summary>
    private readonly struct WrongExp : ILaneFunction
    {
        public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Exp(x) * TLane.Constant(1 + 1e-6);

        public static double Exact(double x) => ExpFunction.Exact(x);

        public static DoubleDouble Exact(DoubleDouble x) => ExpFunction.Exact(x);
    }
}
