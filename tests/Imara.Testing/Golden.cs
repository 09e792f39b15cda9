using Xunit;

namespace Imara.Testing;

/// <summary>Approved texts: a surface that changes shows up as a diff of a file a reviewer reads.</summary>
internal static class Golden
{
    /// <summary>Compares with the approved text; with IMARA_UPDATE_GOLDEN=1 it becomes the approved text instead.</summary>
    /// <param name="relativePath">The approved file, from the root of the working tree.</param>
    /// <param name="actual">The text as it is now.</param>
    public static void Match(string relativePath, string actual)
    {
        var path = Repository.PathOf(relativePath);
        if (Environment.GetEnvironmentVariable("IMARA_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{relativePath} is missing; IMARA_UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
