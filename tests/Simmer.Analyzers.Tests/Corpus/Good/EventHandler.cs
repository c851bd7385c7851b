using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var button = new Button();
    button.Clicked += async (sender, e) => await Task.Yield();
    button.Clicked += OnClicked;
    button.Click();
    await Sleep(1);
}

static async void OnClicked(object? sender, EventArgs e) => await Task.Yield();

internal sealed class Button
{
    public event EventHandler? Clicked;

    public void Click() => Clicked?.Invoke(this, EventArgs.Empty);
}
