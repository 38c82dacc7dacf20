namespace RnnDsl.Torch;

/// <summary>Where a data set was found.</summary>
public enum DataOrigin
{
    /// <summary>At the path the user gave.</summary>
    Path,

    /// <summary>In the folder named by the environment variable <c>RNNDSL_DATA</c>.</summary>
    Environment,

    /// <summary>In the user's cache.</summary>
    Cache,

    /// <summary>Downloaded just now, and kept in the user's cache.</summary>
    Download,

    /// <summary>Nowhere: the embedded sample stands in, and <see cref="ResolvedData.Warning"/> says so.</summary>
    Sample,
}
