using RnnDsl.Kernels;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Values in and out of lanes.</summary>
internal static class LaneValues
{
    /// <summary>A function of one value in every element, which must all give the same.</summary>
    public static T Of<TLane, T>(T value, Func<TLane, TLane> function)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var results = Read<TLane, T>(function(TLane.Create(value)));
        foreach (var result in results)
            Xunit.Assert.Equal(results[0], result);
        return results[0];
    }

    /// <summary>The elements of a lane.</summary>
    public static T[] Read<TLane, T>(TLane lane)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var values = new T[TLane.Count];
        TLane.Store(lane, ref values[0], 0);
        return values;
    }
}
