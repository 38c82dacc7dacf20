using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

/// <summary>A test on a real data set, which runs where RNNDSL_DATA names a folder that has it.</summary>
internal sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute(string folder)
    {
        var data = Environment.GetEnvironmentVariable(DataSetResolver.EnvironmentVariable);
        if (string.IsNullOrEmpty(data) || !Directory.Exists(Path.Combine(data, folder)))
            Skip = $"{DataSetResolver.EnvironmentVariable} names no folder with '{folder}'.";
    }
}
