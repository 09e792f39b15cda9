using Imara.Policy.Checking;

namespace Imara.Boot.Loading;

/// <summary>Is told what happens while it happens: on a console that is all there is to see.</summary>
public interface ILoadListener
{
    /// <summary>Something worth knowing.</summary>
    void Note(string text);

    /// <summary>Something failed.</summary>
    void Failure(string text);

    /// <summary>The check refuses the policy; nothing was given to the kernel.</summary>
    void Refusal(PolicyCheck check);

    /// <summary>The kernel answered to a key.</summary>
    void Key(LoadedKey key);
}
