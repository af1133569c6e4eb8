// Each compiler must find the error, and the comparison must find that it is neither the right one nor in its place.
declare const run: (x: 'input has feature 6, but this RNN takes feature 5') => void

// ! input has feature 7, but this RNN takes feature 5
run(2)
// ^^^
