namespace Imara.Kernel.Tests.Loading;

/// <summary>One boot of every kernel with the same script; a class of tests looks at what they left.</summary>
public abstract class GuestBoots : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-loading-files-").FullName;
    private readonly Dictionary<string, GuestBoot> boots = [];

    /// <summary>The boot of a kernel, which takes place when it is first asked for.</summary>
    public GuestBoot this[string series]
    {
        get
        {
            if (!boots.TryGetValue(series, out var boot))
            {
                boot = Boot(series);
                boots.Add(series, boot);
            }

            return boot;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var boot in boots.Values)
        {
            boot.Dispose();
        }

        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Boots one kernel.</summary>
    protected abstract GuestBoot Boot(string series);

    /// <summary>A place for a file that is brought into the guest.</summary>
    protected string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Writes a file, and tells where the guest finds it.</summary>
    protected string Given(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return $"{PathOf(name)}=/lab/{name}";
    }
}
